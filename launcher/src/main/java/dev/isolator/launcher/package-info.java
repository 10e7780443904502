/// Makes the program out of what Maven compiled: the folder it starts from, and the image that
/// needs no Java.
///
/// ```
/// core, models, cli  --Maven-->  jars  --AppFolder-->  cli/target/app/  --Image-->  isolator-….tar.gz
///                                                        jars, native/, isolator.aot
/// ```
///
/// [Build] and [Image] are run from source (`java Build.java`) by the launcher in the repository's
/// root, before anything is compiled; so this package uses the JDK alone. The module compiles it
/// too, under the checks of the others, and tests it.
@NullMarked
package dev.isolator.launcher;

import org.jspecify.annotations.NullMarked;

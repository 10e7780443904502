/// Imports a user's own songs into a manifest.
///
/// [IntakePlan] looks through a folder, decides which file, track or channel is which stem
/// (`StemNames`, `StemMetadata`), and gives a reason for everything that is left out. [Intake]
/// makes the manifest entries of a plan's songs. Files are copied only where several files, tracks
/// or channels make one stem, and only if the caller asks for it.
///
/// Units: channels and tracks are counted from 0 here and from 1 on the command line.
@NullMarked
package dev.isolator.dataset.intake;

import org.jspecify.annotations.NullMarked;

/// How a checkpoint names the network that its weights belong to: a JSON object with every field of
/// the network's architecture, compared field by field with the architecture that is asked for.
///
/// ```java
/// var descriptor = NetworkDescriptor.of(architecture);
/// descriptor.difference(other); // null, or the first field in which they differ
/// ```
@NullMarked
package dev.isolator.train.descriptor;

import org.jspecify.annotations.NullMarked;

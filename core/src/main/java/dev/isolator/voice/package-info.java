/// Where somebody sings: spans on a time line, and the hysteresis that makes them out of scores.
///
/// ```java
/// var timeline = Hysteresis.defaults().spans(probabilities, hopSeconds);
/// for (var span : timeline.spans()) {
///   // somebody sings from span.startSeconds() to span.endSeconds()
/// }
/// ```
@NullMarked
package dev.isolator.voice;

import org.jspecify.annotations.NullMarked;

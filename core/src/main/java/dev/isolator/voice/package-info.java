/// Where somebody sings: from a probability for every frame to spans on a time line.
///
/// ```java
/// try (var separator = Separator.open()) {
///   var activity =
///       separator.separate(Path.of("song.mp3")).activity(Hysteresis.defaults());
///   System.out.print(VoiceLabels.audacity(activity.timeline(), "voice"));
/// }
/// ```
///
/// | who | what |
/// |---|---|
/// | [VoiceListener] | hears the probability of every frame, in the song's order: the network's output `voice`, where it has one |
/// | [StemEnergy] | guesses it from the vocal stem of every other model |
/// | [VoiceTracker] | makes spans out of it on the way, by the rules of [Hysteresis] |
/// | [VoiceTimeline] | is what comes out, of [VoiceSpan]s |
/// | [VoiceLabels] | writes it down |
@NullMarked
package dev.isolator.voice;

import org.jspecify.annotations.NullMarked;

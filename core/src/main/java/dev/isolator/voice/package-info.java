/// Voice activity: where somebody sings, from a probability for every frame to spans of time.
///
/// ```java
/// try (var separator = Separator.listening(SeparatorOptions.defaults())) {
///   var activity = separator.separate(Path.of("song.mp3")).activity();
///   System.out.print(VoiceLabels.audacity(activity.timeline(), "voice"));
/// }
/// ```
///
/// ## The way of a probability
///
/// | type | what it does |
/// |---|---|
/// | [VoiceListener] | is called with every frame's probability, in the song's order |
/// | [StemEnergy] | makes the probability where no network says it: from the share of the mix's energy that the vocal stem has |
/// | [VoiceTracker] | turns probabilities into spans while they come in, by the rules of [Hysteresis] |
/// | [VoiceTimeline] | holds the resulting [VoiceSpan]s |
/// | [VoiceLabels] | writes them as an Audacity label track or as a table |
///
/// [VoiceSource] says where the probabilities came from; every result carries it:
///
/// | source | what says it |
/// |---|---|
/// | [VoiceSource#DETECTOR] | a model that says nothing else ([dev.isolator.model.VoiceModel]): the default beside every model that separates |
/// | [VoiceSource#NETWORK] | an output of the network that separates |
/// | [VoiceSource#STEM_ENERGY] | the energy of its vocal stem: a guess, sound that leaks into the stem counts as voice |
///
/// The last two are asked for by [dev.isolator.SeparatorOptions#OWN_VOICE], and answer where there
/// is no voice model.
///
/// A vocal stem that was recorded by itself needs no guess: [StemLevel] takes its level. Networks
/// are trained and scored on that.
///
/// ## From probabilities to spans
///
/// Voice begins where the probability reaches `on` and lasts until it falls below `off`; pauses
/// shorter than a breath are bridged, then spans shorter than a syllable are dropped. With one
/// threshold instead of two, a probability that wavers around it would cut one phrase into many.
///
/// ## Conventions
///
/// - Times are seconds from the song's start; a span holds its start and not its end.
/// - Probabilities are 0 to 1; NaN counts as no voice.
/// - A network's frame stands for half a hop to either side of its centre, so the first one may
///   begin before the song. [StemEnergy]'s frames are 20 ms long and begin at 0.
/// - Memory grows with the number of spans only. One song, one thread.
@NullMarked
package dev.isolator.voice;

import org.jspecify.annotations.NullMarked;

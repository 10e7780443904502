/// How good separations are: every candidate – a model, a reference separator, an oracle, a folder
/// of finished stems – is scored on every song of a data set, in numbers, pictures and sounds.
///
/// | package | what it does |
/// |---|---|
/// | `songs` | data set → songs with references |
/// | `reference` | separators that were not trained, for comparison |
/// | `oracle` | masks made from the true stems: upper bounds |
/// | `candidate` | song → estimated stems |
/// | `metric` | references and estimates → decibels |
/// | `score` | one song's scores, as JSON and CSV |
/// | `report` | all scores → one HTML page |
/// | `plot` | sound → waveform, spectrogram, mask, voice activity |
/// | `command` | `isolator evaluate`, `isolator plot` |
///
/// ```java
/// var set = DataSet.open(Path.of("songs"), DataSet.Layout.AUTO, "");
/// try (var repet = Candidate.named("reference:repet", SeparatorOptions.defaults())) {
///   var result = new Evaluation(Path.of("scores"), 1).run(set, List.of(repet), EvaluationListener.NONE);
///   double sdr = result.scores().getFirst().stems().getFirst().median().sdr();
/// }
/// ```
@NullMarked
package dev.isolator.evaluate;

import org.jspecify.annotations.NullMarked;

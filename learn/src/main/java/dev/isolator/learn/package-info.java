/// The learning loop: what people say of separations becomes data, the data a model, and a gate
/// decides whether that model takes the place of the one in use. It never gets worse: nothing is
/// promoted that did not pass, and what was promoted can be taken back in an instant.
///
/// | package | what it does |
/// |---|---|
/// | `folder` | where everything is, and the settings in `learn.yaml` |
/// | `data` | feedback and corrected stems → an immutable version of the data |
/// | `run` | a version of the data → a fine-tuned model, by processes of their own |
/// | `gate` | two models and songs that were held out → a report, passed or refused |
/// | `promote` | a passed model → the alias `live`, and back |
/// | `history` | what happened, in lines bound by hashes |
/// | `command` | `isolator learn` |
///
/// ```java
/// var folder = LearningFolder.open(Path.of("learn"));
/// var version = new Collection(folder, "anna").collect(List.of(Path.of("my-stems")), "CC0-1.0");
/// var run = new FineTuning(folder, "anna").run(version, FineTuning.Options.defaults());
/// if (new Gate(folder, "anna").judge(run).passed()) {
///   new Promotion(folder, "anna").promote(run);
/// }
/// ```
@NullMarked
package dev.isolator.learn;

import org.jspecify.annotations.NullMarked;

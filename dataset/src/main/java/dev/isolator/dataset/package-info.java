/// Data sets for training and evaluation. The packages, in the order in which data flow:
///
/// - [dev.isolator.dataset.recording]: whole recordings in memory
/// - [dev.isolator.dataset.manifest]: the list of all recordings, their licences and their purpose
/// - [dev.isolator.dataset.intake]: imports a user's own stems into a manifest
/// - [dev.isolator.dataset.pair]: aligns vocals with the mix that contains them;
///   [dev.isolator.dataset.benchmark] measures how exactly
/// - [dev.isolator.dataset.midi], [dev.isolator.dataset.soundfont], [dev.isolator.dataset.sing],
///   [dev.isolator.dataset.effect], [dev.isolator.dataset.synth]: songs synthesised from notes and
///   voices
/// - [dev.isolator.dataset.activity]: labels of voice activity
/// - [dev.isolator.dataset.target], [dev.isolator.dataset.examples],
///   [dev.isolator.dataset.parquet]: masks that a network is trained on, and training examples on
///   disk
/// - [dev.isolator.dataset.command]: the commands of `isolator dataset`
///
/// Nothing here depends on a network or on its training.
@NullMarked
package dev.isolator.dataset;

import org.jspecify.annotations.NullMarked;

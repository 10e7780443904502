package dev.isolator.model;

/// A network, or another method, that can take songs apart.
public sealed interface Model extends AutoCloseable permits MaskModel, WaveModel {
  /// What it is.
  ModelCard card();

  /// What runs it and why, in a sentence.
  String accelerator();

  @Override
  void close();
}

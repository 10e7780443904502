package dev.isolator.model;

import java.util.List;

/// A network, or another method, that can take songs apart or say where somebody sings, opened and
/// ready to run.
///
/// There are five kinds, by what goes in and out at a time, and ensembles of those that take songs
/// apart; the engine switches over them. Each kind is an interface: ONNX Runtime is one
/// implementation, in this package.
///
/// | kind | in | out | memory |
/// |---|---|---|---|
/// | [ChunkModel] | spectra of a chunk of frames | masks of those frames | constant |
/// | [FrameModel] | the spectrum of one frame, and states | its masks, and the next states | constant |
/// | [SegmentModel] | a segment of samples | the segment's stems | constant |
/// | [SongModel] | a whole song | its stems | grows with the song |
/// | [VoiceModel] | spectra of a chunk of frames | where somebody sings in those frames | constant |
/// | [EnsembleModel] | what each member takes | what each member gives | constant |
///
/// The first two answer with masks: [MaskModel]. One thread at a time.
public sealed interface Model extends AutoCloseable
    permits MaskModel, SegmentModel, SongModel, VoiceModel, EnsembleModel {
  /// What it is.
  ModelCard card();

  /// The card's contract, of the kind that this model keeps.
  Contract contract();

  /// What runs it and why, in a sentence: `cpu`, or `cpu: CUDA was asked for, but …`.
  String accelerator();

  /// Java's memory that the model itself holds, in bytes, beside the network's buffers.
  default long heapBytes() {
    return 0;
  }

  @Override
  void close();

  /// Something that can be opened as a model: a network in a file, or a method without one. Any
  /// thread.
  interface Provider {
    /// What the model is; known without opening it.
    ModelCard card();

    /// Where it is from: `method` for one without a network, `built-in`, or a file.
    default String location() {
      return "method";
    }

    /// Opens the model.
    ///
    /// @param threads that it may use at a time, 1 or more
    /// @param accelerator where a network runs; a method without one runs on the processor
    /// @throws ModelException if it does not open, or does not keep its card's contract
    Model open(int threads, Accelerator accelerator) throws ModelException;

    /// The same in those numbers, where there is a choice.
    ///
    /// @param precision of networks on the processor
    default Model open(int threads, Accelerator accelerator, Precision precision)
        throws ModelException {
      return open(threads, accelerator);
    }
  }

  /// The models that a module on the class path brings along, such as `reference:repet`; found by
  /// [java.util.ServiceLoader].
  @FunctionalInterface
  interface Providers {
    /// All of them, in the order in which they are listed. Cheap: none is opened.
    List<Provider> providers();
  }
}

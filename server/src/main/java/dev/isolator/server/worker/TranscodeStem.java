package dev.isolator.server.worker;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.Decoder;
import dev.isolator.audio.Encoder;
import dev.isolator.audio.OutputFormat;
import dev.isolator.audio.OutputFormat.Container;
import dev.isolator.audio.SampleDepth;
import java.nio.file.Path;

/// Writes a stem in another format: same frames, same rate where the format can.
final class TranscodeStem {
  private static final int BLOCK_FRAMES = 16_384;

  private TranscodeStem() {}

  static void run(WorkerCommand.Transcode command) throws AudioException {
    Container container = command.format().container();
    try (var from = Decoder.open(Path.of(command.input()))) {
      var info = from.info();
      var format = new OutputFormat(container, depth(info.depth(), container), 0);
      try (var to =
          Encoder.create(
              Path.of(command.output()),
              "stem",
              format,
              info.sampleRate(),
              info.layout(),
              from.tags())) {
        var block = new float[info.layout().count()][BLOCK_FRAMES];
        for (int n; (n = from.read(block, BLOCK_FRAMES)) > 0; ) {
          to.write(block, n);
        }
        to.finish();
      }
    }
  }

  /// Flac decodes 24 bits into 32: the lower eight are empty.
  private static SampleDepth depth(SampleDepth found, Container container) {
    return switch (found) {
      case U8, S16 -> SampleDepth.S16;
      case S24, S32 -> SampleDepth.S24;
      case F32, F64 -> container == Container.WAV ? SampleDepth.F32 : SampleDepth.S24;
    };
  }
}

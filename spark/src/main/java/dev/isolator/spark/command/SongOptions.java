package dev.isolator.spark.command;

import dev.isolator.audio.DecodeLimits;
import dev.isolator.mask.VoiceGating;
import dev.isolator.model.Precision;
import dev.isolator.spark.work.ModelPlace;
import dev.isolator.spark.work.SongSettings;
import picocli.CommandLine.Option;

/// The options of a catalogue for the model, its masks, and the songs that are read: those of
/// `isolator separate`.
final class SongOptions {
  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description =
          "A model's name, an ensemble or an .onnx file, as of isolator separate; a file is sent to the executors. Default: the default model")
  String model = "";

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      description =
          "One of: auto, float, int8. float gives the same on processors of different kinds. Default: auto")
  Precision precision = Precision.AUTO;

  @Option(
      names = "--wiener",
      paramLabel = "N",
      description = "Rounds of the multichannel Wiener filter, 1 to 10. Default: 0, off")
  int wiener;

  @Option(
      names = "--binary",
      paramLabel = "T",
      description = "Hard masks with a threshold between 0 and 1. Default: soft masks")
  double binary = Double.NaN;

  @Option(
      names = "--voice-gate",
      paramLabel = "WHEN",
      description =
          "Silence the voice where nobody sings: on or off. Default: as the model's card says")
  VoiceGating gating = VoiceGating.BY_CARD;

  @Option(
      names = "--allow-truncated",
      description = "Take a file that ends too early as far as it goes. Default: its row says so")
  boolean allowTruncated;

  @Option(
      names = "--max-seconds",
      paramLabel = "N",
      description = "Longest song, in seconds. Default: 7 days")
  long maxSeconds = DecodeLimits.defaults().maxSeconds();

  @Option(
      names = "--max-song-bytes",
      paramLabel = "N",
      description = "Largest song's file, which scratch disks must hold. Default: 4294967296")
  long maxSongBytes = SongSettings.DEFAULT_MAX_SONG_BYTES;

  /// Refuses values that are out of range, with an `IllegalArgumentException`.
  SongSettings toSettings(ModelPlace place, int threads) {
    return new SongSettings(
        place,
        threads,
        precision,
        wiener,
        binary,
        gating,
        maxSeconds,
        allowTruncated,
        maxSongBytes);
  }
}

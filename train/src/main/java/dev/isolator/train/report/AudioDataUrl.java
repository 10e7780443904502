package dev.isolator.train.report;

import dev.isolator.audio.ChannelLayout;
import dev.isolator.audio.Encoder;
import dev.isolator.audio.OutputFormat;
import dev.isolator.audio.SampleDepth;
import dev.isolator.audio.Tags;
import dev.isolator.train.data.PcmFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/// Sound as a `data:` address (RFC 2397), so that a page needs no other file: mp3 at 96 kb/s, 12 kB
/// a second.
final class AudioDataUrl {
  private static final OutputFormat FORMAT =
      new OutputFormat(OutputFormat.Container.MP3, SampleDepth.S16, 96);

  private AudioDataUrl() {}

  /// A `data:` address of stereo sound at 44.1 kHz.
  ///
  /// @param sound `[2][n]`
  /// @param folder for a temporary file
  static String address(float[][] sound, Path folder) throws IOException {
    Path file = Files.createTempFile(folder, ".clip", ".mp3");
    try {
      try (var encoder =
          Encoder.create(
              file,
              file.toString(),
              FORMAT,
              PcmFile.SAMPLE_RATE,
              ChannelLayout.STEREO,
              Tags.NONE)) {
        encoder.write(sound, sound[0].length);
        encoder.finish();
      }
      return "data:audio/mpeg;base64,"
          + Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    } finally {
      Files.deleteIfExists(file);
    }
  }
}

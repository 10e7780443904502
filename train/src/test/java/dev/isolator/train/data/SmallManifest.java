package dev.isolator.train.data;

import dev.isolator.dataset.manifest.Manifest;
import dev.isolator.dataset.manifest.ManifestFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/// A manifest for tests of a voice and an instrumental piece, which are the same 4 s of sound.
public final class SmallManifest {
  static final String HASH = "0".repeat(64);

  private SmallManifest() {}

  /// Writes `data.jsonl` and the sound into that folder.
  public static Manifest write(Path folder, String split) throws IOException {
    Files.write(folder.resolve("voice.wav"), wav(4 * PcmFile.SAMPLE_RATE));
    Files.write(
        folder.resolve("data.jsonl"),
        List.of(
            "{\"schema\":\"isolator-manifest\",\"version\":1}",
            entry("a-voice", "voice", "vocals", "\"clips\":[[0.2,1.7],[2,3.5]],", split),
            entry("a-piece", "instrumental", "music", "", split)));
    return ManifestFile.read(folder.resolve("data.jsonl"));
  }

  /// One line of a manifest.
  ///
  /// @param clips empty, or the key with its value and a comma
  public static String entry(String id, String kind, String stem, String clips, String split) {
    return "{\"id\":\"%s\",\"kind\":\"%s\",\"stems\":{\"%s\":{\"path\":\"voice.wav\",\"sha256\":\"%s\",\"start\":0,\"duration\":4}},%s\"sampleRate\":44100,\"channels\":1,\"duration\":4,\"artist\":\"%s\",\"split\":\"%s\",\"licence\":\"CC0-1.0\",\"source\":\"test\",\"credit\":\"\"}"
        .formatted(id, kind, stem, HASH, clips, id, split);
  }

  /// A mono file of the tests' voice.
  static byte[] wav(int n) {
    var bytes = new byte[44 + 2 * n];
    var wav = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * n);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    wav.putShort((short) 1).putShort((short) 1).putInt(PcmFile.SAMPLE_RATE);
    wav.putInt(2 * PcmFile.SAMPLE_RATE).putShort((short) 2).putShort((short) 16);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * n);
    var random = new SplittableRandom(1);
    for (int i = 0; i < n; i++) {
      wav.putShort((short) (32767 * Sounds.voice(i, random)));
    }
    return bytes;
  }
}

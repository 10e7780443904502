package dev.isolator.dataset;

import dev.isolator.audio.OutputFormat;
import dev.isolator.audio.SampleDepth;
import dev.isolator.dataset.manifest.DataFolder;
import dev.isolator.dataset.manifest.Manifest;
import dev.isolator.dataset.manifest.ManifestFile;
import dev.isolator.dataset.recording.Recording;
import dev.isolator.dataset.recording.RecordingFile;
import dev.isolator.dataset.sing.Vowels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/// A folder of collected audio as [DataFolder] expects it, out of arithmetic: a voice, an
/// instrumental and a MIDI song each for training and for validation, and one song with stems.
public final class TinyData {
  /// Pitch of the voice of the split `validation`, Hz.
  public static final double TENOR_HZ = 156;

  private static final int RATE = 44_100;
  private static final int[] SCALE = {60, 62, 64, 65, 67, 69, 71, 72};

  private TinyData() {}

  /// Writes the folder and `manifest.jsonl` in it.
  public static Manifest write(Path folder) throws IOException {
    voice(folder.resolve("voices/alto"), 233, 262);
    voice(folder.resolve("voices/tenor"), TENOR_HZ, TENOR_HZ);
    Path music = Files.createDirectories(folder.resolve("instrumental"));
    wav(music.resolve("hum.wav"), tones(6, 110, 1), tones(6, 165, 2));
    wav(music.resolve("drone.wav"), tones(6, 147, 3), tones(6, 220, 4));
    Files.writeString(
        music.resolve("index.tsv"),
        """
        file\tseconds\tcomposer\tlicence\tsource
        hum.wav\t6\tAda\tCC0-1.0\there
        drone.wav\t6\tBob\tCC-BY-4.0\tthere
        """);
    Files.createDirectories(folder.resolve("midi"));
    midi(folder.resolve("midi/up.mid"), 3);
    midi(folder.resolve("midi/down.mid"), 5);
    Path song = Files.createDirectories(folder.resolve("multitrack/echo"));
    opus(song.resolve("vocals.opus"), Vowels.sung(200, 220, 3, 48_000));
    opus(song.resolve("music.opus"), Vowels.hissed(3, 48_000, 9));
    Files.writeString(
        folder.resolve("split.tsv"),
        """
        file\tsplit
        voices/alto/clips.wav\ttrain
        voices/tenor/clips.wav\tvalidation
        instrumental/hum.wav\ttrain
        instrumental/drone.wav\tvalidation
        midi/up.mid\ttrain
        midi/down.mid\tvalidation
        multitrack/echo/vocals.opus\ttrain
        multitrack/echo/music.opus\ttrain
        """);
    Files.writeString(
        folder.resolve("LICENCES.md"),
        """
        | folder | what | for | source | licence | credit |
        |---|---|---|---|---|---|
        | `multitrack/{echo,none}` | a song | training | ann/songs, more | CC0 1.0 | not required |
        | `voices/alto`, `voices/tenor` | voices | training | a bank | CC-BY 4.0 | Cas |
        | `midi/` | notes | training | a game | BSD 3-clause | Dee |
        """);
    var entries = DataFolder.entries(folder, folder);
    ManifestFile.write(folder.resolve("manifest.jsonl"), entries);
    return ManifestFile.read(folder.resolve("manifest.jsonl"));
  }

  private static void voice(Path folder, double fromHz, double toHz) throws IOException {
    Files.createDirectories(folder);
    float[] clip =
        Vowels.joined(
            Vowels.sung(fromHz, fromHz, 0.7, RATE),
            Vowels.hissed(0.1, RATE, 5),
            Vowels.sung(fromHz, toHz, 0.7, RATE));
    wav(folder.resolve("clips.wav"), Vowels.joined(clip, new float[RATE / 4], clip));
    Files.writeString(
        folder.resolve("clips.tsv"),
        "file\tstart_s\tend_s\nclips.wav\t0.00\t1.50\nclips.wav\t1.75\t3.25\n");
  }

  private static float[] tones(double seconds, double hz, long seed) {
    float[] out = Vowels.sung(hz, 1.5 * hz, seconds, RATE);
    var random = new SplittableRandom(seed);
    for (int at = 0; at < out.length; at += RATE / 3) { // a beat
      for (int i = at; i < Math.min(out.length, at + 2000); i++) {
        out[i] += (float) (0.2 * (random.nextDouble() - 0.5) * (1 - (i - at) / 2000.0));
      }
    }
    return out;
  }

  private static void wav(Path file, float[]... channels) throws IOException {
    RecordingFile.writeWav(file, new Recording(channels, RATE));
  }

  private static void opus(Path file, float[] mono) throws IOException {
    RecordingFile.write(
        file,
        new Recording(new float[][] {mono, mono}, 48_000),
        new OutputFormat(OutputFormat.Container.OPUS, SampleDepth.S16, 64));
  }

  /// 24 quarters at 120 a minute: a melody, a bass, a drum.
  private static void midi(Path file, int step) throws IOException {
    var track = new ByteArrayOutputStream();
    track.writeBytes(new byte[] {0, (byte) 0xC1, 33});
    for (int i = 0; i < 24; i++) {
      int key = SCALE[Math.floorMod(i * step, 8)];
      track.writeBytes(new byte[] {0, (byte) 0x90, (byte) key, 100});
      track.writeBytes(new byte[] {0, (byte) 0x91, (byte) (key - 24), 100});
      track.writeBytes(new byte[] {0, (byte) 0x99, 36, 100});
      track.writeBytes(new byte[] {96, (byte) 0x80, (byte) key, 0});
      track.writeBytes(new byte[] {0, (byte) 0x81, (byte) (key - 24), 0});
      track.writeBytes(new byte[] {0, (byte) 0x89, 36, 0});
    }
    track.writeBytes(new byte[] {0, (byte) 0xFF, 0x2F, 0});
    byte[] events = track.toByteArray();
    byte[] head = {'M', 'T', 'h', 'd', 0, 0, 0, 6, 0, 0, 0, 1, 0, 96, 'M', 'T', 'r', 'k'};
    Files.write(
        file,
        ByteBuffer.allocate(head.length + 4 + events.length)
            .put(head)
            .putInt(events.length)
            .put(events)
            .array());
  }
}

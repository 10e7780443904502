package dev.isolator.evaluate;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioException.Kind;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.audio.Encoder;
import dev.isolator.audio.OutputFormat;
import dev.isolator.audio.SampleDepth;
import dev.isolator.audio.Tags;
import dev.isolator.evaluate.candidate.Estimates;
import dev.isolator.evaluate.metric.Pcm16;
import dev.isolator.evaluate.songs.References;
import dev.isolator.evaluate.songs.Song;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/// Ten seconds of each song to listen to: those in which the voice is loudest. They are kept as
/// mp3, since every browser plays it.
///
/// `excerpts/SONG/mixture.mp3`, `excerpts/SONG/reference/STEM.mp3`,
/// `excerpts/SONG/SYSTEM/STEM.mp3`.
public final class Excerpts {
  private static final double SECONDS = 10;
  private static final OutputFormat FORMAT =
      new OutputFormat(OutputFormat.Container.MP3, SampleDepth.S16, 96);
  private static final String REFERENCE = "reference";

  private final Path folder;

  /// @param output the folder of all results
  public Excerpts(Path output) {
    this.folder = output.resolve("excerpts");
  }

  /// Where the excerpt of a mixture is.
  public Path mixture(String song) {
    return folder.resolve(FileNames.of(song)).resolve(Song.MIXTURE + ".mp3");
  }

  /// Where the excerpt of a reference is.
  public Path reference(String song, String stem) {
    return folder.resolve(FileNames.of(song)).resolve(REFERENCE).resolve(stem + ".mp3");
  }

  /// Where the excerpt of an estimate is.
  public Path estimate(String song, String system, String stem) {

    return folder
        .resolve(FileNames.of(song))
        .resolve("by " + FileNames.of(system))
        .resolve(stem + ".mp3");
  }

  void write(References song, String system, Estimates estimates) throws AudioException {
    var name = song.song().name();
    int rate = song.sampleRate();
    int length = (int) Math.min(song.frames(), Math.round(SECONDS * rate));
    if (length == 0) {
      return;
    }
    int start = loudest(song, length);
    if (!Files.exists(mixture(name))) {
      write(mixture(name), song.mixture(), start, length, rate);
    }
    for (var stem : estimates.stems().entrySet()) {
      var reference = song.stem(stem.getKey());
      var file = reference(name, stem.getKey());
      if (reference != null && !Files.exists(file)) {
        write(file, part(reference, start, length), 0, length, rate);
      }
      write(
          estimate(name, system, stem.getKey()),
          part(stem.getValue(), start, length),
          0,
          length,
          rate);
    }
  }

  /// Where the loudest stretch begins, on a multiple of its tenth.
  private static int loudest(References song, int length) {
    var vocals = song.stem(Song.VOCALS);
    var stem = vocals == null ? song.stems().values().iterator().next() : vocals;
    int step = Math.max(1, length / 10);
    int steps = stem.frames() / step;
    var energy = new double[steps];
    for (int i = 0; i < steps * step; i++) {
      for (short[] channel : stem.samples()) {
        energy[i / step] += (double) channel[i] * channel[i];
      }
    }
    double most = -1;
    int best = 0;
    for (int first = 0; (first * (long) step) + length <= stem.frames(); first++) {
      double sum = 0;
      for (int i = first; i < Math.min(steps, first + 10); i++) {
        sum += energy[i];
      }
      if (sum > most) {
        most = sum;
        best = first * step;
      }
    }
    return best;
  }

  private static float[][] part(Pcm16 sound, int start, int length) {
    var part = new short[sound.channels()][];
    for (int channel = 0; channel < part.length; channel++) {
      part[channel] = Arrays.copyOfRange(sound.samples()[channel], start, start + length);
    }
    return new Pcm16(part, sound.sampleRate()).toFloat();
  }

  private static void write(Path file, float[][] samples, int start, int length, int rate)
      throws AudioException {
    var block = new float[samples.length][];
    for (int channel = 0; channel < block.length; channel++) {
      block[channel] = Arrays.copyOfRange(samples[channel], start, start + length);
    }
    var layout = ChannelLayout.ofCount(block.length);
    try {
      Files.createDirectories(file.getParent());
      var part = file.resolveSibling("." + file.getFileName() + ".part");
      try {
        try (var encoder = Encoder.create(part, file.toString(), FORMAT, rate, layout, Tags.NONE)) {
          encoder.write(block, length);
          encoder.finish();
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      if (e instanceof AudioException ours) {
        throw ours;
      }
      throw new AudioException(
          Kind.UNWRITABLE,
          file.toString(),
          "cannot be written (%s); check the disk, or choose another -o".formatted(e),
          e);
    }
  }
}

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
import dev.isolator.evaluate.songs.Multitrack;
import dev.isolator.evaluate.songs.ReferenceSignals;
import dev.isolator.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Ten seconds of each song for listening: those in which the voice is loudest. They are mp3 files,
/// which every browser plays: `excerpts/SONG/mixture.mp3`, `excerpts/SONG/reference/STEM.mp3` and
/// `excerpts/SONG/by SYSTEM/STEM.mp3`.
public final class ListeningExcerpts {
  private static final double SECONDS = 10;
  private static final OutputFormat FORMAT =
      new OutputFormat(OutputFormat.Container.MP3, SampleDepth.S16, 96);
  private static final String REFERENCE = "reference";

  private final Path folder;

  /// @param output the folder of all results
  public ListeningExcerpts(Path output) {
    this.folder = output.resolve("excerpts");
  }

  /// The file with the excerpt of a mixture.
  public Path mixture(String song) {
    return folder.resolve(PortableFileName.of(song)).resolve(Multitrack.MIXTURE + ".mp3");
  }

  /// The file with the excerpt of a reference.
  public Path reference(String song, String stem) {
    return folder.resolve(PortableFileName.of(song)).resolve(REFERENCE).resolve(stem + ".mp3");
  }

  /// The file with the excerpt of an estimate.
  public Path estimate(String song, String system, String stem) {
    return folder
        .resolve(PortableFileName.of(song))
        .resolve("by " + PortableFileName.of(system))
        .resolve(stem + ".mp3");
  }

  void write(ReferenceSignals song, String system, Estimates estimates) throws AudioException {
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

  /// The first frame of the loudest `length` frames, on a multiple of a tenth of `length`.
  private static int loudest(ReferenceSignals song, int length) {
    var vocals = song.stem(Multitrack.VOCALS);
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
      AtomicFile.write(
          file,
          part -> {
            try (var encoder =
                Encoder.create(part, file.toString(), FORMAT, rate, layout, Tags.NONE)) {
              encoder.write(block, length);
              encoder.finish();
            }
          });
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

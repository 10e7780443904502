package dev.isolator.train.data;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.Decoder;
import dev.isolator.dataset.recording.Recording;
import dev.isolator.dataset.recording.SampleRateConversion;
import dev.isolator.file.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Gatherers;

/// Sound files, decoded and brought to 44.1 kHz stereo once. A file that changes is decoded anew.
public final class PcmCache {
  private static final int BLOCK = 1 << 16;

  /// To be raised when files are decoded differently, so that they are decoded anew.
  private static final String RECIPE = "decoded 2";

  /// Heap that one sound may take while it is decoded: some ten minutes of stereo, before and after
  /// its rate is changed.
  private static final long BYTES_A_SOUND = 3L << 28;

  private static final int MOST_AT_ONCE = 8;

  private final Path folder;

  /// @param folder made where it is missing; may be deleted at any time between runs
  public PcmCache(Path folder) {
    this.folder = folder;
  }

  /// The sound of a file, in stereo: of a mono file both channels are the same, of more than two
  /// channels the first two are taken.
  public PcmFile of(Path source) throws IOException {
    Path cached = place(source, RECIPE);
    if (!Files.isRegularFile(cached)) {
      decode(source, cached);
    }
    return PcmFile.open(cached);
  }

  /// What is made of one sound.
  ///
  /// @param <T> what names the sound
  /// @param <R> what is made of it
  interface Making<T, R> {
    R of(T sound) throws IOException;
  }

  /// Makes something of each sound, of as many at once as there are processors and heap for, 8 at
  /// the most.
  ///
  /// @return in the order of the sounds
  /// @throws IOException that of the first sound that failed
  static <T, R> List<R> ofEach(List<T> sounds, Making<T, R> making) throws IOException {
    var runtime = Runtime.getRuntime();
    long heap = Math.max(1, runtime.maxMemory() / BYTES_A_SOUND);
    int atOnce = (int) Math.min(heap, Math.min(MOST_AT_ONCE, runtime.availableProcessors()));
    try {
      return sounds.stream()
          .gather(
              Gatherers.mapConcurrent(
                  atOnce,
                  sound -> {
                    try {
                      return making.of(sound);
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  }))
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /// The place of something that is made of a file. It depends on the file's bytes and the recipe,
  /// not on its path or date: a data set that is copied or fetched anew keeps its cache.
  Path place(Path source, String recipe) throws IOException {
    return place(Sha256.of(source) + "|" + recipe);
  }

  /// The place of something with that description.
  Path place(String description) {
    var id = UUID.nameUUIDFromBytes(description.getBytes(StandardCharsets.UTF_8));
    return folder.resolve(id + ".s16");
  }

  /// Decodes a file into another one.
  static void decode(Path source, Path cached) throws IOException {
    try (var song = Decoder.open(source)) {
      int channels = song.info().layout().count();
      var block = new float[channels][BLOCK];
      var sound = new float[2][BLOCK];
      int n = 0;
      for (int read; (read = song.read(block, BLOCK)) > 0; n += read) {
        for (int c = 0; c < 2; c++) {
          if (n + read > sound[c].length) {
            sound[c] = Arrays.copyOf(sound[c], 2 * sound[c].length + read);
          }
          System.arraycopy(block[Math.min(c, channels - 1)], 0, sound[c], n, read);
        }
      }
      for (int c = 0; c < 2; c++) {
        sound[c] = Arrays.copyOf(sound[c], n);
      }
      var whole = new Recording(sound, song.info().sampleRate());
      var changed = SampleRateConversion.to(PcmFile.SAMPLE_RATE, whole);
      try (var out = new PcmWriter(cached)) {
        out.write(changed.samples()[0], changed.samples()[1], changed.frames());
        out.complete();
      }
    } catch (AudioException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}

package dev.isolator.dataset.soundfont;

import dev.isolator.audio.AudioException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A SoundFont 2 bank of instruments. The file is memory-mapped; samples that were played are kept
/// as floats. Any number of threads.
public final class SoundFont {
  private final ShortBuffer samples;
  private final Map<Integer, List<Region>> presets;
  private final Map<Long, float[]> read = new ConcurrentHashMap<>();

  private SoundFont(ShortBuffer samples, Map<Integer, List<Region>> presets) {
    this.samples = samples;
    this.presets = presets;
  }

  /// Opens a `.sf2` file of up to 2 GiB with 16-bit samples.
  ///
  /// @throws AudioException if it is not one, or broken
  public static SoundFont open(Path file) throws AudioException {
    try (var channel = FileChannel.open(file)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw refused(file, AudioException.Kind.LIMIT, "is larger than 2 GiB");
      }
      ByteBuffer all = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      all.order(ByteOrder.LITTLE_ENDIAN);
      return parse(file, all);
    } catch (NoSuchFileException e) {
      throw new AudioException(
          AudioException.Kind.UNREADABLE,
          file.toString(),
          "no such file, expected a SoundFont 2 bank; on Debian, install fluid-soundfont-gm",
          e);
    } catch (AudioException e) {
      throw e;
    } catch (IOException e) {
      throw new AudioException(
          AudioException.Kind.UNREADABLE,
          file.toString(),
          "could not be read (%s); check the disk".formatted(e.getMessage()),
          e);
    }
  }

  private static AudioException refused(Path file, AudioException.Kind kind, String what) {
    return new AudioException(
        kind, file.toString(), what + ", expected a SoundFont 2 bank; give another file");
  }

  private static SoundFont parse(Path file, ByteBuffer all) throws AudioException {
    if (all.capacity() < 12 || all.getInt(0) != tag("RIFF") || all.getInt(8) != tag("sfbk")) {
      throw refused(file, AudioException.Kind.UNSUPPORTED, "does not start as a SoundFont");
    }
    var chunks = new HashMap<Integer, ByteBuffer>();
    try {
      chunks(all, 12, all.capacity(), chunks);
      var records = new PresetData(chunks);
      ByteBuffer smpl = records.chunk("smpl");
      var presets = records.presets(smpl.capacity() / 2);
      return new SoundFont(smpl.asShortBuffer(), presets);
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw refused(file, AudioException.Kind.CORRUPT, "is broken (%s)".formatted(e.getMessage()));
    }
  }

  static int tag(String name) {
    return name.charAt(0) | (name.charAt(1) << 8) | (name.charAt(2) << 16) | (name.charAt(3) << 24);
  }

  private static void chunks(ByteBuffer all, int from, int to, Map<Integer, ByteBuffer> found) {
    int at = from;
    while (at + 8 <= to) {
      int id = all.getInt(at);
      int size = all.getInt(at + 4);
      if (size < 0 || size > to - at - 8) {
        throw new IllegalArgumentException("a chunk goes past the end at byte " + at);
      }
      if (id == tag("LIST") && size >= 4) {
        chunks(all, at + 12, at + 8 + size, found);
      } else {
        found.put(id, all.slice(at + 8, size).order(ByteOrder.LITTLE_ENDIAN));
      }
      at += 8 + size + (size & 1);
    }
  }

  /// The regions of a preset. If the bank lacks it: those of the same program in bank 0 (for drums,
  /// of the standard kit), else of the first preset; else none.
  List<Region> preset(int bank, int program) {
    int[] tries = {
      (bank << 8) | program, bank == 128 ? 128 << 8 : program, bank == 128 ? 128 << 8 : 0
    };
    for (int key : tries) {
      List<Region> regions = presets.get(key);
      if (regions != null) {
        return regions;
      }
    }
    return List.of();
  }

  /// The samples of a region, full scale ±1.0, `[end - start]`; they are kept for later notes.
  float[] samples(Region region) {
    long key = ((long) region.start() << 32) | region.end();
    return read.computeIfAbsent(
        key,
        k -> {
          var points = new float[region.end() - region.start()];
          for (int i = 0; i < points.length; i++) {
            points[i] = samples.get(region.start() + i) / 32768f;
          }
          return points;
        });
  }
}

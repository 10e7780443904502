package dev.isolator.dataset.soundfont;

import dev.isolator.audio.AudioException;
import dev.isolator.dataset.recording.Recording;
import dev.isolator.dataset.recording.RecordingFile;
import dev.isolator.dataset.sfz.SfzException;
import dev.isolator.dataset.sfz.SfzFile;
import dev.isolator.dataset.sfz.SfzRegion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// An instrument out of recordings of its notes, in SFZ: a guitar, a saxophone, a bass.
///
/// Of the opcodes it plays keys and velocities, `pitch_keycenter`, `tune`, `transpose`, `offset`,
/// `end`, `volume`, `ampeg_attack`, `ampeg_release`, and recordings in turn (`seq_position`).
/// Recordings of several channels become one. What was recorded is kept as floats. Any number of
/// threads.
public final class SampledInstrument {
  /// Release of a note whose file states none: a damped string.
  private static final double RELEASE_SECONDS = 0.12;

  private static final double SHORTEST_SECONDS = 1e-3;

  private final String name;
  private final List<Key> keys;
  private final int lowestKey;
  private final int highestKey;

  /// @param region what sounds
  /// @param samples of it, full scale ±1.0
  /// @param turn its place among those that are played in turn, from 1
  @SuppressWarnings("ArrayRecordComponent") // a carrier inside the player: never compared or hashed
  private record Key(Region region, float[] samples, int turn) {}

  private SampledInstrument(String name, List<Key> keys) {
    this.name = name;
    this.keys = List.copyOf(keys);
    lowestKey =
        keys.stream().mapToInt(k -> k.region.gens()[Generator.KEY_RANGE] & 0xFF).min().orElse(0);
    highestKey =
        keys.stream().mapToInt(k -> k.region.gens()[Generator.KEY_RANGE] >> 8).max().orElse(127);
  }

  /// Opens an instrument, and decodes its recordings.
  ///
  /// @param sfz the file; its recordings lie below its folder
  /// @throws SfzException if the file is none
  /// @throws AudioException if a recording is missing or broken
  public static SampledInstrument open(Path sfz) throws IOException {
    Path folder = Objects.requireNonNullElse(sfz.toAbsolutePath().getParent(), Path.of("/"));
    var regions =
        SfzFile.read(
            String.valueOf(sfz.getFileName()),
            path -> Files.readString(inside(folder, path), StandardCharsets.UTF_8));
    var sounds = new HashMap<String, Recording>();
    var keys = new ArrayList<Key>();
    for (SfzRegion region : regions) {
      Recording sound = sounds.get(region.sample());
      if (sound == null) {
        Recording read = RecordingFile.read(inside(folder, region.sample()));
        sound = new Recording(new float[][] {read.mono()}, read.sampleRate());
        sounds.put(region.sample(), sound);
      }
      keys.add(key(region, sound));
    }
    return new SampledInstrument(sfz.toString(), keys);
  }

  private static Path inside(Path folder, String path) throws SfzException {
    Path file = folder.resolve(path).normalize();
    if (!file.startsWith(folder)) {
      throw new SfzException(
          "%s: expected files below the folder of the instrument, found %s"
              .formatted(folder, path));
    }
    return file;
  }

  private static Key key(SfzRegion region, Recording sound) {
    int frames = sound.frames();
    int start = (int) Math.clamp(region.number("offset", 0), 0, Math.max(0, frames - 1));
    int end = (int) Math.clamp(region.number("end", frames - 1) + 1, start, frames);
    int[] gens = Generator.defaults();
    gens[Generator.KEY_RANGE] = range(region.lowKey(), region.highKey());
    gens[Generator.VELOCITY_RANGE] = range(region.lowVelocity(), region.highVelocity());
    gens[Generator.VOL_ENV_DELAY + Generator.ATTACK] = timecents(region.number("ampeg_attack", 0));
    gens[Generator.VOL_ENV_DELAY + Generator.RELEASE] =
        timecents(region.number("ampeg_release", RELEASE_SECONDS));
    var samples = java.util.Arrays.copyOfRange(sound.samples()[0], start, end);
    float gain = (float) Math.pow(10, Math.clamp(region.number("volume", 0), -60, 24) / 20);
    for (int i = 0; i < samples.length; i++) {
      samples[i] *= gain;
    }
    var played =
        new Region(
            gens,
            0,
            samples.length,
            0,
            0,
            sound.sampleRate(),
            region.keyCentre(),
            (int) Math.round(region.tuneCents()));
    return new Key(played, samples, region.sequencePosition());
  }

  private static int range(int low, int high) {
    return Math.clamp(high, 0, 127) << 8 | Math.clamp(low, 0, 127);
  }

  private static int timecents(double seconds) {
    return seconds < SHORTEST_SECONDS
        ? -12_000
        : (int) Math.round(1200 * StrictMath.log(seconds) / StrictMath.log(2));
  }

  /// Its file, as it was opened.
  public String name() {
    return name;
  }

  /// Lowest key that sounds, 0 to 127.
  public int lowestKey() {
    return lowestKey;
  }

  /// Highest key that sounds, 0 to 127.
  public int highestKey() {
    return highestKey;
  }

  /// What sounds for a note. Several recordings of one note are played in turn.
  ///
  /// @param key 0 to 127, as [#withinRange(int)] gives it
  /// @param velocity 1 to 127
  /// @param count notes that were played before
  Map<Region, float[]> sounding(int key, int velocity, int count) {
    var fitting = keys.stream().filter(k -> k.region.covers(key, velocity)).toList();
    int turns = fitting.stream().mapToInt(Key::turn).max().orElse(1);
    int turn = 1 + Math.floorMod(count, turns);
    return fitting.stream()
        .filter(k -> k.turn == turn)
        .collect(Collectors.toMap(Key::region, Key::samples, (a, b) -> a));
  }

  /// A key of the same name that the instrument has: an octave or more away where it lacks the key.
  int withinRange(int key) {
    int fitting = key;
    while (fitting < lowestKey && fitting + 12 <= 127) {
      fitting += 12;
    }
    while (fitting > highestKey && fitting - 12 >= 0) {
      fitting -= 12;
    }
    return fitting;
  }
}

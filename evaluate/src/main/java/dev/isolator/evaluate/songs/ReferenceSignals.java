package dev.isolator.evaluate.songs;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioException.Kind;
import dev.isolator.audio.Counted;
import dev.isolator.evaluate.metric.Pcm16;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The decoded stems and mixture of a song, all of one shape.
///
/// @param stems by name, all of the mixture's shape; `music` is among them, unless neither stems
///   nor mixture give it
/// @param mixture `[channels][frames]`, full scale ±1.0, may go over where it is a sum
/// @param mixtureOrigin `given` or `sum of stems`
/// @param notes what was changed in the files' sound, a sentence each
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; songs are too large to copy
public record ReferenceSignals(
    Multitrack song,
    Map<String, Pcm16> stems,
    float[][] mixture,
    int sampleRate,
    String mixtureOrigin,
    List<String> notes) {
  public ReferenceSignals {
    stems = Collections.unmodifiableMap(new LinkedHashMap<>(stems));
    notes = List.copyOf(notes);
  }

  /// Decodes a song.
  ///
  /// @throws AudioException if a file cannot be read, or the files do not fit together
  public static ReferenceSignals of(Multitrack song) throws AudioException {
    var notes = new ArrayList<String>();
    var sounds = new LinkedHashMap<String, Pcm16>();
    for (var stem : song.stems().entrySet()) {
      sounds.put(stem.getKey(), Pcm16Reader.read(stem.getValue()));
    }
    var given = song.mixture() == null ? null : Pcm16Reader.read(song.mixture());
    if (sounds.isEmpty()) {
      throw new AudioException(
          Kind.UNSUPPORTED,
          song.name(),
          "expected stems such as vocals and music, found a mixture alone; add its stems");
    }
    var shape = shape(song, sounds, given);
    sounds.replaceAll((stem, sound) -> fitted(stem, sound, shape, notes));
    float[][] mixture = given == null ? sum(sounds.values(), shape) : given.toFloat();
    addMusic(sounds, given, shape, notes);
    return new ReferenceSignals(
        song, sounds, mixture, shape.sampleRate(), given == null ? "sum of stems" : "given", notes);
  }

  /// The reference of that name, or null where the song has none.
  public @Nullable Pcm16 stem(String name) {
    return stems.get(name);
  }

  /// Samples per channel.
  public int frames() {
    return mixture[0].length;
  }

  /// Length of the song.
  public double seconds() {
    return (double) frames() / sampleRate;
  }

  private record Shape(int channels, int frames, int sampleRate) {}

  private static Shape shape(Multitrack song, Map<String, Pcm16> sounds, @Nullable Pcm16 mixture)
      throws AudioException {
    var first = sounds.entrySet().iterator().next();
    int channels = mixture == null ? 1 : mixture.channels();
    int frames = mixture == null ? 0 : mixture.frames();
    int rate = mixture == null ? first.getValue().sampleRate() : mixture.sampleRate();
    for (var stem : sounds.entrySet()) {
      if (stem.getValue().sampleRate() != rate) {
        throw new AudioException(
            Kind.UNSUPPORTED,
            song.name(),
            "expected one sample rate, found %d Hz in %s and %d Hz in %s; resample one of them"
                .formatted(
                    rate,
                    mixture == null ? first.getKey() : Multitrack.MIXTURE,
                    stem.getValue().sampleRate(),
                    stem.getKey()));
      }
      if (mixture == null) {
        frames = Math.max(frames, stem.getValue().frames());
        channels = Math.max(channels, stem.getValue().channels());
      }
    }
    for (var stem : sounds.entrySet()) {
      int found = stem.getValue().channels();
      if (found != channels && found != 1) {
        throw new AudioException(
            Kind.UNSUPPORTED,
            song.name(),
            "expected %s or mono in %s, found %d; mix it down"
                .formatted(Counted.of(channels, "channel"), stem.getKey(), found));
      }
    }
    return new Shape(channels, frames, rate);
  }

  private static Pcm16 fitted(String stem, Pcm16 sound, Shape shape, List<String> notes) {
    if (sound.frames() != shape.frames()) {
      notes.add(
          "reference %s has %s, the song %d: %s"
              .formatted(
                  stem,
                  Counted.of(sound.frames(), "frame"),
                  shape.frames(),
                  sound.frames() < shape.frames()
                      ? "silence was added at its end"
                      : "its end was cut off"));
    }
    var fitted = sound.ofFrames(shape.frames());
    if (fitted.channels() == shape.channels()) {
      return fitted;
    }
    notes.add(
        "reference %s is mono: it was put in all %d channels".formatted(stem, shape.channels()));
    var copies = new short[shape.channels()][];
    Arrays.fill(copies, fitted.samples()[0]);
    return new Pcm16(copies, shape.sampleRate());
  }

  private static float[][] sum(Iterable<Pcm16> stems, Shape shape) {
    var sum = new float[shape.channels()][shape.frames()];
    for (var stem : stems) {
      for (int channel = 0; channel < shape.channels(); channel++) {
        for (int i = 0; i < shape.frames(); i++) {
          sum[channel][i] += stem.samples()[channel][i] / 32768f;
        }
      }
    }
    return sum;
  }

  private static void addMusic(
      Map<String, Pcm16> stems, @Nullable Pcm16 mixture, Shape shape, List<String> notes) {
    if (stems.containsKey(Multitrack.MUSIC)) {
      return;
    }
    var others =
        stems.entrySet().stream()
            .filter(stem -> !stem.getKey().equals(Multitrack.VOCALS))
            .map(Map.Entry::getValue)
            .toList();
    if (!others.isEmpty()) {
      stems.put(Multitrack.MUSIC, Pcm16.quantise(sum(others, shape), shape.sampleRate()));
    } else if (mixture != null) {
      var vocals = stems.values().iterator().next();
      float[][] rest = mixture.toFloat();
      for (int channel = 0; channel < rest.length; channel++) {
        for (int i = 0; i < rest[channel].length; i++) {
          rest[channel][i] -= vocals.samples()[channel][i] / 32768f;
        }
      }
      stems.put(Multitrack.MUSIC, Pcm16.quantise(rest, shape.sampleRate()));
      notes.add("reference music is the mixture less the vocals");
    }
  }
}

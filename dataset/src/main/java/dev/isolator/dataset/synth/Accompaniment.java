package dev.isolator.dataset.synth;

import dev.isolator.dataset.effect.Level;
import dev.isolator.dataset.effect.StrictDecibels;
import dev.isolator.dataset.manifest.Entry;
import dev.isolator.dataset.manifest.Manifest;
import dev.isolator.dataset.midi.MidiSong;
import dev.isolator.dataset.midi.Part;
import dev.isolator.dataset.recording.Recording;
import dev.isolator.dataset.recording.RecordingFile;
import dev.isolator.dataset.recording.SampleRateConversion;
import dev.isolator.dataset.soundfont.SoundFontPlayer;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/// Accompaniments at random levels: an excerpt of an instrumental, or the parts of a MIDI song.
final class Accompaniment {
  private Accompaniment() {}

  /// A random excerpt of an instrumental at −26 to −14 dBFS; it is repeated if it is too short.
  ///
  /// @return stereo `[2][frames]`
  static float[][] ofInstrumental(
      SplittableRandom random, Manifest manifest, Entry entry, int frames, int sampleRate)
      throws IOException {
    double seconds = (double) frames / sampleRate;
    double room = Math.max(0, entry.duration() - seconds);
    double from = room * random.nextDouble();
    Recording part =
        SampleRateConversion.to(
            sampleRate,
            RecordingFile.read(manifest.file(entry.stem("music")), from, seconds + 0.1));
    float[][] track = stereo(part, frames);
    repeat(track, part.frames());
    toLevel(track, -26 + 12 * random.nextDouble(), sampleRate);
    return track;
  }

  /// The first frames of a recording in stereo, with zeros behind its end; one channel is heard on
  /// both sides, and of more than two the first two are.
  ///
  /// @return `[2][frames]`
  static float[][] stereo(Recording recording, int frames) {
    var track = new float[2][];
    for (int c = 0; c < 2; c++) {
      track[c] = Arrays.copyOf(recording.samples()[Math.min(c, recording.channels() - 1)], frames);
    }
    return track;
  }

  /// Repeats what is shorter than a track until its end.
  private static void repeat(float[][] track, int length) {
    for (float[] channel : track) {
      for (int at = length; at < channel.length && length > 0; at += length) {
        System.arraycopy(channel, 0, channel, at, Math.min(length, channel.length - at));
      }
    }
  }

  /// The parts of a MIDI song in an excerpt: drums, bass and other, each at −30 to −17 dBFS.
  ///
  /// @return part name to stereo `[2][frames]`; silent parts are omitted
  static Map<String, float[][]> ofMidi(
      SplittableRandom random,
      MidiSong song,
      SoundFontPlayer player,
      double fromSeconds,
      int frames,
      int sampleRate) {
    double toSeconds = fromSeconds + (double) frames / sampleRate;
    // Levels are drawn here, because the threads below run in any order.
    var levels = new EnumMap<Part, Double>(Part.class);
    for (Part part : Part.values()) {
      levels.put(part, -30 + 13 * random.nextDouble());
    }
    var tracks =
        Arrays.stream(Part.values())
            .parallel()
            .collect(
                Collectors.toMap(
                    part -> part,
                    part -> {
                      var track = player.render(song, part, fromSeconds, toSeconds).samples();
                      toLevel(track, levels.getOrDefault(part, -20.0), sampleRate);
                      return track;
                    }));
    var parts = new LinkedHashMap<String, float[][]>();
    for (Part part : Part.values()) {
      float[][] track = tracks.getOrDefault(part, new float[2][frames]);
      if (Level.peak(track) > 0) {
        parts.put(
            part.toString(),
            new float[][] {Arrays.copyOf(track[0], frames), Arrays.copyOf(track[1], frames)});
      }
    }
    return parts;
  }

  /// Scales a track to an active level in dBFS; a silent track stays silent.
  static void toLevel(float[][] track, double decibels, int sampleRate) {
    double level = Level.activeDb(track, sampleRate);
    if (level > -100) {
      Level.scale(track, StrictDecibels.gain(decibels - level));
    }
  }
}

package dev.isolator.train.data;

import dev.isolator.dataset.midi.ExpressivePlaying;
import dev.isolator.dataset.midi.MidiSong;
import dev.isolator.dataset.midi.Part;
import dev.isolator.dataset.recording.Recording;
import dev.isolator.dataset.soundfont.SoundFont;
import dev.isolator.dataset.soundfont.SoundFontPlayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/// MIDI songs as stems `drums`, `bass`, `other`, rendered once into the cache. Half of their leads
/// are played with bends and vibrato ([ExpressivePlaying]), always the same for a file of one name.
final class MidiStems {
  private static final double LONGEST_SECONDS = 600;
  private static final double PEAK = 0.9;
  private static final double EXPRESSIVE_SHARE = 0.5;

  private final SoundFontPlayer player;
  private final String name;

  /// @param soundfont an SF2 file
  MidiStems(Path soundfont) throws IOException {
    player = new SoundFontPlayer(SoundFont.open(soundfont), PcmFile.SAMPLE_RATE);
    name = soundfont.getFileName() + " " + Files.size(soundfont);
  }

  /// The stems of a file, all of the same length.
  Map<String, PcmFile> of(Path midi, PcmCache cache) throws IOException {
    var places = new EnumMap<Part, Path>(Part.class);
    for (Part part : Part.values()) {
      places.put(part, cache.place(midi, "midi 3|" + name + "|" + part));
    }
    if (!places.values().stream().allMatch(Files::isRegularFile)) {
      var random = new SplittableRandom(midi.getFileName().toString().hashCode());
      render(ExpressivePlaying.of(MidiSong.read(midi), EXPRESSIVE_SHARE, random), places);
    }
    var stems = new LinkedHashMap<String, PcmFile>();
    for (var place : places.entrySet()) {
      stems.put(place.getKey().toString(), PcmFile.open(place.getValue()));
    }
    return stems;
  }

  private void render(MidiSong song, Map<Part, Path> places) throws IOException {
    double seconds = Math.min(LONGEST_SECONDS, song.seconds());
    var tracks = new EnumMap<Part, Recording>(Part.class);
    float peak = 1e-6f;
    for (Part part : Part.values()) {
      var track = player.render(song, part, 0, seconds);
      tracks.put(part, track);
      for (float[] channel : track.samples()) {
        for (float x : channel) {
          peak = Math.max(peak, Math.abs(x));
        }
      }
    }
    for (var track : tracks.entrySet()) {
      float[][] sound = track.getValue().samples();
      for (float[] channel : sound) {
        for (int i = 0; i < channel.length; i++) {
          channel[i] *= (float) (PEAK / peak);
        }
      }
      Path place = places.get(track.getKey());
      if (place == null) {
        throw new IllegalStateException("no place for " + track.getKey());
      }
      try (var out = new PcmWriter(place)) {
        out.write(sound[0], sound[sound.length - 1], sound[0].length);
        out.complete();
      }
    }
  }
}

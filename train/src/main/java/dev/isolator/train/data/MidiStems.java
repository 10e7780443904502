package dev.isolator.train.data;

import dev.isolator.dataset.midi.ExpressivePlaying;
import dev.isolator.dataset.midi.MidiSong;
import dev.isolator.dataset.midi.Part;
import dev.isolator.dataset.recording.Recording;
import dev.isolator.dataset.soundfont.SoundFont;
import dev.isolator.dataset.soundfont.SoundFontPlayer;
import dev.isolator.dataset.synth.InstrumentCollection;
import dev.isolator.dataset.synth.SampledPerformance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// MIDI songs as stems `drums`, `bass`, `other`, rendered once into the cache: on the presets of a
/// soundfont, and once more on sampled instruments where there are some ([SampledPerformance]).
/// Half of their leads are played with bends and vibrato ([ExpressivePlaying]), always the same for
/// a file of one name.
final class MidiStems {
  private static final double LONGEST_SECONDS = 600;
  private static final double PEAK = 0.9;
  private static final double EXPRESSIVE_SHARE = 0.5;

  private final SoundFontPlayer player;
  private final String name;
  private final InstrumentCollection instruments;

  /// @param soundfont an SF2 file
  /// @param instruments may be empty
  MidiStems(Path soundfont, InstrumentCollection instruments) throws IOException {
    this.instruments = instruments;
    player = new SoundFontPlayer(SoundFont.open(soundfont), PcmFile.SAMPLE_RATE);
    name = soundfont.getFileName() + " " + Files.size(soundfont);
  }

  /// The stems of a file, all of the same length: one rendering, or two.
  List<Map<String, PcmFile>> of(Path midi, PcmCache cache) throws IOException {
    var presets = places(midi, "midi 3|" + name, cache);
    var sampled = places(midi, "midi 3 sampled 1|" + name + "|" + instruments.key(), cache);
    var wanted = instruments.isEmpty() ? List.of(presets) : List.of(presets, sampled);
    if (!wanted.stream().flatMap(p -> p.values().stream()).allMatch(Files::isRegularFile)) {
      var random = new SplittableRandom(midi.getFileName().toString().hashCode());
      var song = ExpressivePlaying.of(MidiSong.read(midi), EXPRESSIVE_SHARE, random);
      if (!presets.values().stream().allMatch(Files::isRegularFile)) {
        render(song, (part, to) -> player.render(song, part, 0, to), presets);
      }
      if (!instruments.isEmpty()) {
        var performance = SampledPerformance.draw(song, instruments, random);
        render(song, (part, to) -> performance.render(player, part, 0, to), sampled);
      }
    }
    var renderings = new ArrayList<Map<String, PcmFile>>();
    for (var places : wanted) {
      var stems = new LinkedHashMap<String, PcmFile>();
      for (var place : places.entrySet()) {
        stems.put(place.getKey().toString(), PcmFile.open(place.getValue()));
      }
      renderings.add(stems);
    }
    return renderings;
  }

  private static Map<Part, Path> places(Path midi, String what, PcmCache cache) throws IOException {
    var places = new EnumMap<Part, Path>(Part.class);
    for (Part part : Part.values()) {
      places.put(part, cache.place(midi, what + "|" + part));
    }
    return places;
  }

  /// Renders a part of a song from its start on.
  private interface Rendering {
    Recording of(Part part, double toSeconds);
  }

  private static void render(MidiSong song, Rendering rendering, Map<Part, Path> places)
      throws IOException {
    double seconds = Math.min(LONGEST_SECONDS, song.seconds());
    var tracks = new EnumMap<Part, Recording>(Part.class);
    float peak = 1e-6f;
    for (Part part : Part.values()) {
      var track = rendering.of(part, seconds);
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

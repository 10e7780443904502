package dev.isolator.render;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.Decoder;
import dev.isolator.audio.StemFileEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All stems of a song, and the mix, as one file ([StemFileEncoder]).
///
/// The file has four stems, always. Players know them by place: the fourth is the voice, the others
/// are what it sings to, drums, bass and the rest in this order, as in nearly all such files. Stems
/// of other names stand in what is free of the third, the second and the first place; a place that
/// is left is silent. So a song in voice and music has silence in the first two.
final class StemContainer {
  /// What the name of a place that is silent ends in; `dataset add` leaves such tracks out.
  private static final String SILENT = " (silent)";

  private static final int BLOCK_FRAMES = 4096;
  private static final List<String> PLACES = List.of("drums", "bass", "other", "vocals");
  private static final int[] FREE_PLACES = {2, 1, 0, 3};

  /// A palette that the colour-blind can tell apart: Okabe and Ito, Color Universal Design, 2008.
  private static final Map<String, String> COLOURS =
      Map.of(
          "drums", "#009E73",
          "bass", "#D55E00",
          "other", "#CC79A7",
          "vocals", "#56B4E9",
          "music", "#E69F00");

  private static final String ANY_COLOUR = "#F0E442";
  private static final String SILENT_COLOUR = "#999999";

  private StemContainer() {}

  /// Which stem stands in which place.
  ///
  /// @param stems at most four
  /// @return `[4]`: their indices, −1 = silent
  static int[] places(List<String> stems) {
    var places = new int[StemFileEncoder.STEMS];
    Arrays.fill(places, -1);
    var others = new ArrayList<Integer>();
    for (int stem = 0; stem < stems.size(); stem++) {
      int place = PLACES.indexOf(stems.get(stem));
      if (place >= 0) {
        places[place] = stem;
      } else {
        others.add(stem);
      }
    }
    for (int place : FREE_PLACES) {
      if (places[place] < 0 && !others.isEmpty()) {
        places[place] = others.removeFirst();
      }
    }
    return places;
  }

  /// Joins complete files into a stem file.
  ///
  /// @param temporary is overwritten
  /// @param target what the user calls it
  /// @param stems their names
  /// @param parts their files, and that of the mix after them, all of one length
  /// @return what the format could not hold, a sentence each
  static List<String> write(
      StemWriter.Job job, Path temporary, Path target, List<String> stems, List<Path> parts)
      throws AudioException {
    int[] places = places(stems);
    var named = new ArrayList<StemFileEncoder.Stem>();
    for (int place = 0; place < places.length; place++) {
      named.add(named(place, places[place], stems));
    }
    var layout = job.input().layout();
    var decoders = new ArrayList<Decoder>();
    try (var encoder =
        StemFileEncoder.create(
            temporary,
            target.toString(),
            job.format(),
            job.input().sampleRate(),
            layout,
            StemTags.ofSong(job.tags(), job.song()),
            named)) {
      for (Path part : parts) {
        decoders.add(Decoder.open(part, StemWriter.LIMITS));
      }
      var streams = new @Nullable Decoder[1 + places.length];
      streams[0] = decoders.getLast();
      for (int place = 0; place < places.length; place++) {
        streams[1 + place] = places[place] < 0 ? null : decoders.get(places[place]);
      }
      var blocks = new float[streams.length][layout.count()][BLOCK_FRAMES];
      for (int frames = read(streams, blocks); frames > 0; frames = read(streams, blocks)) {
        encoder.write(blocks, frames);
      }
      encoder.finish();
      return encoder.notes();
    } finally {
      decoders.forEach(Decoder::close);
    }
  }

  /// @param stem that stands in the place, −1 = none
  private static StemFileEncoder.Stem named(int place, int stem, List<String> stems) {
    if (stem < 0) {
      return new StemFileEncoder.Stem(PLACES.get(place) + SILENT, SILENT_COLOUR);
    }
    String name = stems.get(stem);
    return new StemFileEncoder.Stem(name, COLOURS.getOrDefault(name, ANY_COLOUR));
  }

  /// Reads a block of each stream; what has none stays silent.
  private static int read(@Nullable Decoder[] streams, float[][][] blocks) throws AudioException {
    int frames = -1;
    for (int stream = 0; stream < streams.length; stream++) {
      Decoder decoder = streams[stream];
      if (decoder == null) {
        continue;
      }
      int count = decoder.read(blocks[stream], BLOCK_FRAMES);
      if (stream > 0 && count != frames) {
        throw new IllegalStateException(
            "a stem has %d frames where the mix has %d".formatted(count, frames));
      }
      frames = count;
    }
    return frames;
  }
}

package dev.isolator.train.data;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.audio.Encoder;
import dev.isolator.audio.OutputFormat;
import dev.isolator.audio.OutputFormat.Container;
import dev.isolator.audio.SampleDepth;
import dev.isolator.audio.Tags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Copies of parts of a library that were encoded as mp3, AAC or Opus and decoded again, so that
/// networks learn from sound with coding losses. They are made once and kept in the cache.
///
/// Stems are coded one by one. Less is lost than in a coded mix, where a codec also leaves out what
/// a louder stem masks.
public final class CodedCopies {
  private static final List<OutputFormat> FORMATS =
      List.of(
          new OutputFormat(Container.MP3, SampleDepth.S16, 128),
          new OutputFormat(Container.M4A, SampleDepth.S16, 96),
          new OutputFormat(Container.OPUS, SampleDepth.S16, 64),
          new OutputFormat(Container.MP3, SampleDepth.S16, 96));

  private static final double LONGEST_SECONDS = 90;
  private static final double PHRASE_SECONDS = 300;
  private static final int PIECES_A_COPY = 4;
  private static final int RENDERS_A_COPY = 8;
  private static final int BLOCK = 1 << 14;

  private final PcmCache cache;
  private int made;

  private CodedCopies(PcmCache cache) {
    this.cache = cache;
  }

  /// Copies the first 90 s of every song, of every fourth instrumental and of every eighth render,
  /// and 5 minutes of the phrases: some 2 % of a large library. The codecs are used in turn.
  ///
  /// @return a library of the copies, all stems of a song through one codec
  public static SoundLibrary of(SoundLibrary library, PcmCache cache) throws IOException {
    var copies = new CodedCopies(cache);
    var songs =
        PcmCache.ofEach(copies.every(1, library.songs()), s -> copies.song(s.sound(), s.format()));
    var instrumentals =
        PcmCache.ofEach(
            copies.every(PIECES_A_COPY, library.instrumentals()),
            piece -> copies.copy(piece.sound().part(0, LONGEST_SECONDS), piece.format()));
    var midi =
        PcmCache.ofEach(
            copies.every(RENDERS_A_COPY, library.midi()), s -> copies.song(s.sound(), s.format()));
    var phrases = copies.copy(library.phrases().part(0, PHRASE_SECONDS), copies.nextFormat());
    return new SoundLibrary(phrases, songs, instrumentals, midi);
  }

  /// What is copied, and the codec that it is copied through: known before any copy is made, as
  /// several are made at once.
  private record Source<T>(T sound, OutputFormat format) {}

  private <T> List<Source<T>> every(int step, List<T> sounds) {
    var sources = new ArrayList<Source<T>>();
    for (int i = 0; i < sounds.size(); i += step) {
      sources.add(new Source<>(sounds.get(i), nextFormat()));
    }
    return sources;
  }

  private OutputFormat nextFormat() {
    return FORMATS.get(made++ % FORMATS.size());
  }

  private Map<String, PcmFile> song(Map<String, PcmFile> stems, OutputFormat format)
      throws IOException {
    var copies = new LinkedHashMap<String, PcmFile>();
    for (var stem : stems.entrySet()) {
      copies.put(stem.getKey(), copy(stem.getValue().part(0, LONGEST_SECONDS), format));
    }
    return copies;
  }

  private PcmFile copy(PcmFile sound, OutputFormat format) throws IOException {
    Path place = cache.place("coded 1|%s|%s".formatted(format, sound.fingerprint()));
    if (!Files.isRegularFile(place)) {
      Path folder = place.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      // another run may be making the same copy in the same cache: each has a file of its own
      Path lossy = Files.createTempFile(folder, "coding", "." + format.container().extension());
      try {
        encode(sound, lossy, format);
        PcmCache.decode(lossy, place);
      } finally {
        Files.deleteIfExists(lossy);
      }
    }
    return PcmFile.open(place);
  }

  private static void encode(PcmFile sound, Path file, OutputFormat format) throws IOException {
    try (var encoder =
        Encoder.create(
            file, file.toString(), format, PcmFile.SAMPLE_RATE, ChannelLayout.STEREO, Tags.NONE)) {
      for (long at = 0; at < sound.frames(); at += BLOCK) {
        int n = (int) Math.min(BLOCK, sound.frames() - at);
        encoder.write(sound.read(at, n), n);
      }
      encoder.finish();
    } catch (AudioException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}

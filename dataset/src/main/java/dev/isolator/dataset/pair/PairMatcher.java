package dev.isolator.dataset.pair;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.Decoder;
import dev.isolator.dataset.recording.RecordingFile;
import dev.isolator.dataset.recording.SampleRateConversion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds which vocals of one folder belong to which mix of another: by file name, then by tags,
/// then by spectral flux.
public final class PairMatcher {
  /// Words that name a version of a song, not the song.
  private static final Set<String> VERSION_WORDS =
      Set.of(
          "acapella",
          "acappella",
          "cappella",
          "pella",
          "vocals",
          "vocal",
          "vox",
          "voice",
          "mix",
          "mixture",
          "instrumental",
          "inst",
          "karaoke",
          "studio",
          "official",
          "original",
          "full",
          "stem",
          "only",
          "master",
          "the",
          "a",
          "and");

  private static final Set<String> ENDINGS =
      Set.of("wav", "flac", "mp3", "m4a", "aac", "ogg", "opus", "aif", "aiff", "wma", "mp4");

  private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final double LEAST_STRENGTH = 12;
  private static final int CONTENT_RATE = 16_000;

  private final Map<Path, IOException> unreadable = new LinkedHashMap<>();

  private PairMatcher() {}

  /// A mix and its part.
  ///
  /// @param part null if none was found
  /// @param how the criterion by which it was found, or why none was found
  public record Match(Path mix, @Nullable Path part, String how) {
    /// The mix's name without its ending.
    public String name() {
      return stem(mix);
    }
  }

  /// The result for two folders.
  ///
  /// @param matches one for every mix that can be read
  /// @param left parts without a mix
  /// @param unreadable files of both folders that cannot be read, with the reason
  public record Matches(List<Match> matches, List<Path> left, Map<Path, IOException> unreadable) {
    public Matches {
      matches = List.copyOf(matches);
      left = List.copyOf(left);
    }
  }

  /// Matches the sound files of two folders.
  ///
  /// @throws IOException if a folder cannot be read; files that cannot be read are in the result
  public static Matches match(Path mixes, Path parts) throws IOException {
    return new PairMatcher().run(mixes, parts);
  }

  private Matches run(Path mixes, Path parts) throws IOException {
    var songs = soundFiles(mixes);
    var left = new ArrayList<>(soundFiles(parts));
    var found = new HashMap<Path, Match>();
    byKey(songs, left, found, "name", file -> key(stem(file)));
    byKey(songs, left, found, "tags", PairMatcher::tagKey);
    byContent(songs, left, found);
    var matches = new ArrayList<Match>();
    for (Path song : songs) {
      if (!unreadable.containsKey(song)) {
        matches.add(
            found.getOrDefault(song, new Match(song, null, "nothing in the other folder matches")));
      }
    }
    left.removeAll(unreadable.keySet());
    return new Matches(matches, left, unreadable);
  }

  private static List<Path> soundFiles(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .filter(f -> ENDINGS.contains(ending(f)) && Files.isRegularFile(f))
          .sorted()
          .toList();
    }
  }

  private static String ending(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /// The words of a name, sorted, without those that name a version; may be empty.
  static String key(String name) {
    return NO_WORD
        .splitAsStream(name.toLowerCase(Locale.ROOT))
        .filter(word -> !word.isEmpty() && !VERSION_WORDS.contains(word))
        .sorted()
        .distinct()
        .collect(Collectors.joining(" "));
  }

  private static String tagKey(Path file) throws AudioException {
    try (var decoder = Decoder.open(file)) {
      Map<String, String> tags = decoder.tags().entries();
      String title = tags.getOrDefault("title", "");
      return title.isEmpty() ? "" : key(tags.getOrDefault("artist", "") + " " + title);
    }
  }

  private interface Reader<T> {
    T of(Path file) throws IOException;
  }

  /// Reads something from a file. If it cannot be read, the reason is recorded and null returned.
  private <T> @Nullable T read(Path file, Reader<T> reader) {
    if (unreadable.containsKey(file)) {
      return null;
    }
    try {
      return reader.of(file);
    } catch (IOException e) {
      unreadable.put(file, e);
      return null;
    }
  }

  private void byKey(
      List<Path> songs, List<Path> left, Map<Path, Match> found, String how, Reader<String> key) {
    var keys = new HashMap<String, Path>();
    var twice = new HashSet<String>();
    for (Path part : left) {
      String k = read(part, key);
      if (k == null) {
        continue;
      }
      if (k.isEmpty() || keys.put(k, part) != null) {
        twice.add(k);
      }
    }
    var taken = new HashSet<String>();
    for (Path song : songs) {
      if (found.containsKey(song)) {
        continue;
      }
      String k = read(song, key);
      Path part = k == null ? null : keys.get(k);
      if (k != null && part != null && !twice.contains(k) && taken.add(k)) {
        found.put(song, new Match(song, part, "by " + how));
        left.remove(part);
      }
    }
  }

  private void byContent(List<Path> songs, List<Path> left, Map<Path, Match> found) {
    var open = songs.stream().filter(s -> !found.containsKey(s)).toList();
    if (open.isEmpty() || left.isEmpty()) {
      return;
    }
    var parts = new HashMap<Path, BandFlux>();
    for (Path part : left) {
      BandFlux flux = read(part, PairMatcher::listen);
      if (flux != null) {
        parts.put(part, flux);
      }
    }
    for (Path song : open) {
      BandFlux flux = read(song, PairMatcher::listen);
      if (flux == null) {
        continue;
      }
      Path best = null;
      double most = LEAST_STRENGTH;
      for (Path part : left) {
        BandFlux other = parts.get(part);
        if (other == null) {
          continue;
        }
        double strength =
            CoarseSearch.find(other, flux).stream()
                .mapToDouble(AlignedSegment::strength)
                .max()
                .orElse(0);
        if (strength > most) {
          most = strength;
          best = part;
        }
      }
      if (best != null) {
        found.put(song, new Match(song, best, "by content"));
        left.remove(best);
      }
    }
  }

  private static BandFlux listen(Path file) throws AudioException {
    var recording = SampleRateConversion.to(CONTENT_RATE, RecordingFile.read(file));
    return BandFlux.of(recording.mono(), CONTENT_RATE);
  }
}

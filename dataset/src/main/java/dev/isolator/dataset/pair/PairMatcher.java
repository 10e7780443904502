package dev.isolator.dataset.pair;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.Decoder;
import dev.isolator.dataset.recording.RateChange;
import dev.isolator.dataset.recording.RecordingFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds which vocals of one folder belong to which mix of another: by name, then by tags, then by
/// listening.
public final class PairMatcher {
  /// Words that tell a version, not a song.
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

  private PairMatcher() {}

  /// A mix and its part.
  ///
  /// @param part null if none was found
  /// @param how by what it was found, or why not
  public record Match(Path mix, @Nullable Path part, String how) {
    /// The mix's name without its ending.
    public String name() {
      return stem(mix);
    }
  }

  /// Matches the sound files of two folders; every mix is in the result.
  public static List<Match> match(Path mixes, Path parts) throws IOException {
    var songs = soundFiles(mixes);
    var left = new ArrayList<>(soundFiles(parts));
    var found = new HashMap<Path, Match>();
    byKey(songs, left, found, "name", file -> key(stem(file)));
    byKey(songs, left, found, "tags", PairMatcher::tagKey);
    byContent(songs, left, found);
    var matches = new ArrayList<Match>();
    for (Path song : songs) {
      matches.add(
          found.getOrDefault(song, new Match(song, null, "nothing in the other folder matches")));
    }
    return matches;
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

  /// The words of a name, sorted, without those that tell a version; may be empty.
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

  private interface Key {
    String of(Path file) throws IOException;
  }

  private static void byKey(
      List<Path> songs, List<Path> left, Map<Path, Match> found, String how, Key key)
      throws IOException {
    var keys = new HashMap<String, Path>();
    var twice = new HashSet<String>();
    for (Path part : left) {
      String k = key.of(part);
      if (k.isEmpty() || keys.put(k, part) != null) {
        twice.add(k);
      }
    }
    var taken = new HashSet<String>();
    for (Path song : songs) {
      if (found.containsKey(song)) {
        continue;
      }
      String k = key.of(song);
      Path part = keys.get(k);
      if (part != null && !twice.contains(k) && taken.add(k)) {
        found.put(song, new Match(song, part, "by " + how));
        left.remove(part);
      }
    }
  }

  private static void byContent(List<Path> songs, List<Path> left, Map<Path, Match> found)
      throws IOException {
    var open = songs.stream().filter(s -> !found.containsKey(s)).toList();
    if (open.isEmpty() || left.isEmpty()) {
      return;
    }
    var parts = new HashMap<Path, BandFlux>();
    for (Path part : left) {
      parts.put(part, listen(part));
    }
    for (Path song : open) {
      BandFlux flux = listen(song);
      Path best = null;
      double most = LEAST_STRENGTH;
      for (Path part : left) {
        double strength =
            CoarseSearch.find(parts.getOrDefault(part, flux), flux).stream()
                .mapToDouble(Piece::strength)
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
    var recording = RateChange.to(CONTENT_RATE, RecordingFile.read(file));
    return BandFlux.of(recording.mono(), CONTENT_RATE);
  }
}

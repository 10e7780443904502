package dev.isolator.dataset.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What would be imported from a folder, and what would not, with the reasons.
///
/// @param songs in order of their paths
/// @param skipped file or folder to reason
public record IntakePlan(List<Song> songs, Map<Path, String> skipped) {
  private static final Set<String> SOUND =
      Set.of("wav", "flac", "mp3", "m4a", "ogg", "opus", "aif", "aiff", "mp4", "mogg");

  /// The tracks of a `.stem.mp4` after the first, which is the mix, if the file does not name them:
  /// the order of MUSDB18, which Native Instruments recommends as well.
  private static final List<String> TRACKS = List.of("drums", "bass", "other", "vocals");

  /// What Isolator's own stem files call tracks that are there only because the format has four.
  private static final String SILENT = "(silent)";

  /// A song that would be imported.
  ///
  /// @param id for the manifest
  /// @param stems name to sources; several sources are summed
  public record Song(String id, Map<String, List<StemSource>> stems) {
    /// Whether the manifest can refer to the files without copying them.
    public boolean isPlain() {
      return stems.values().stream().allMatch(s -> s.size() == 1 && s.getFirst().isWhole());
    }

    /// A description of one line.
    public String line() {
      var text = new StringBuilder(id).append(':');
      stems.forEach(
          (name, sources) -> {
            text.append(' ').append(name).append(" =");
            for (StemSource s : sources) {
              text.append(' ').append(s.file().getFileName());
              text.append(s.track() >= 0 ? " track " + (s.track() + 1) : "");
              text.append(s.channels().isEmpty() ? "" : " channels " + fromOne(s.channels()));
            }
            text.append(';');
          });
      return text.toString();
    }
  }

  private static String fromOne(List<Integer> channels) {
    return String.join(",", channels.stream().map(c -> Integer.toString(c + 1)).toList());
  }

  /// Plans the import of a folder and its subfolders.
  ///
  /// These are imported: folders with files that are named as vocals and as other stems;
  /// `.stem.mp4` files, whose tracks are identified by `tracks`, else by the names in the file,
  /// else by MUSDB18's order; with a channel map, files with several channels, one song each
  /// (`{vocals=[1], music=[0]}` for MIR-1K). No audio is decoded.
  ///
  /// The mix of a `.stem.mp4` is not imported: because of lossy coding, and often of mastering, it
  /// is not the sum of the stems.
  ///
  /// @param channels stem to channel numbers from 0; empty to use file names
  /// @param tracks stem to track numbers from 0, for all `.stem.mp4` files; empty to use their
  ///   names
  public static IntakePlan of(
      Path folder, Map<String, List<Integer>> channels, Map<String, List<Integer>> tracks)
      throws IOException {
    var songs = new ArrayList<Song>();
    var skipped = new TreeMap<Path, String>();
    var folders = new TreeMap<Path, List<Path>>();
    try (var files = Files.walk(folder, 8)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        Path parent = file.getParent();
        if (parent != null && SOUND.contains(ending(file))) {
          folders.computeIfAbsent(parent, k -> new ArrayList<>()).add(file);
        } else {
          skipped.put(file, "no sound file by its ending");
        }
      }
    }
    for (var one : folders.entrySet()) {
      var rest = new ArrayList<Path>();
      for (Path file : one.getValue()) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".stem.mp4") || name.endsWith(".stem.m4a")) {
          stemFile(folder, file, tracks, songs, skipped);
        } else if (!channels.isEmpty()) {
          songs.add(new Song(id(folder, file), mapped(file, channels)));
        } else {
          rest.add(file);
        }
      }
      if (!rest.isEmpty()) {
        byName(folder, one.getKey(), rest, songs, skipped);
      }
    }
    return new IntakePlan(List.copyOf(songs), skipped);
  }

  private static String ending(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private static String id(Path root, Path place) {
    String name =
        root.equals(place) ? String.valueOf(root.getFileName()) : root.relativize(place).toString();
    String bare = name.replaceAll("(\\.stem)?\\.[A-Za-z0-9]{2,4}$", "");
    return "song-"
        + bare.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
  }

  private static void stemFile(
      Path root,
      Path file,
      Map<String, List<Integer>> given,
      List<Song> songs,
      Map<Path, String> skipped)
      throws IOException {
    var stems = new TreeMap<String, List<StemSource>>();
    given.forEach(
        (stem, list) ->
            stems.put(stem, list.stream().map(t -> new StemSource(file, t, List.of())).toList()));
    if (given.isEmpty()) {
      var names = StemMetadata.names(file);
      var unknown = new ArrayList<String>();
      for (int t = 0; t < (names.isEmpty() ? TRACKS : names).size(); t++) {
        if (!names.isEmpty() && names.get(t).endsWith(SILENT)) {
          continue;
        }
        String stem = names.isEmpty() ? TRACKS.get(t) : StemNames.of(names.get(t));
        if (stem == null) {
          unknown.add(names.get(t));
        } else {
          stems
              .computeIfAbsent(stem, k -> new ArrayList<>())
              .add(new StemSource(file, t + 1, List.of()));
        }
      }
      if (!unknown.isEmpty() || !stems.containsKey("vocals")) {
        skipped.put(
            file,
            "its stems are called %s; say which is which with --tracks"
                .formatted(String.join(", ", names)));
        return;
      }
    }
    songs.add(new Song(id(root, file), stems));
  }

  private static Map<String, List<StemSource>> mapped(
      Path file, Map<String, List<Integer>> channels) {
    var stems = new LinkedHashMap<String, List<StemSource>>();
    channels.forEach((stem, list) -> stems.put(stem, List.of(new StemSource(file, -1, list))));
    return stems;
  }

  private static void byName(
      Path root, Path place, List<Path> files, List<Song> songs, Map<Path, String> skipped) {
    var stems = new TreeMap<String, List<StemSource>>();
    var unknown = new ArrayList<Path>();
    for (Path file : files) {
      String stem = StemNames.of(String.valueOf(file.getFileName()).replaceAll("\\.[^.]*$", ""));
      if (stem == null) {
        unknown.add(file);
      } else {
        stems.computeIfAbsent(stem, k -> new ArrayList<>()).add(StemSource.whole(file));
      }
    }
    if (!stems.containsKey("vocals")) {
      skipped.put(place, "no file's name speaks of vocals");
    } else if (stems.size() < 2) {
      skipped.put(place, "vocals, but nothing beside them");
    } else if (!unknown.isEmpty() && !stems.containsKey("mixture")) {
      // an unknown stem would be missing from the sum
      skipped.put(
          place,
          "which stem is %s? rename it, or take it out"
              .formatted(unknown.getFirst().getFileName()));
    } else {
      songs.add(new Song(id(root, place), stems));
      unknown.forEach(f -> skipped.put(f, "its name speaks of no stem"));
    }
  }
}

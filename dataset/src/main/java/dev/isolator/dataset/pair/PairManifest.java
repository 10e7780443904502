package dev.isolator.dataset.pair;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.isolator.audio.AudioInfo;
import dev.isolator.audio.Decoder;
import dev.isolator.dataset.manifest.AudioProperties;
import dev.isolator.dataset.manifest.Entry;
import dev.isolator.dataset.manifest.Kind;
import dev.isolator.dataset.manifest.ManifestFile;
import dev.isolator.dataset.manifest.Provenance;
import dev.isolator.dataset.manifest.StemFile;
import dev.isolator.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// The manifest of the accepted pairs of one output folder, `manifest.jsonl` in it.
///
/// The line of an accepted pair replaces its previous one. A pair that is no longer accepted is
/// removed. All other lines are kept. The file is rewritten as a whole after each pair.
public final class PairManifest {
  private static final Map<String, String> FILES =
      Map.of("mixture", "mix.wav", "vocals", "vocals.wav", "music", "instrumental.wav");

  private final Path folder;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private PairManifest(Path folder) {
    this.folder = folder;
  }

  /// Reads the manifest of a folder; neither of them needs to exist.
  ///
  /// @throws IOException if there is a manifest that cannot be read
  public static PairManifest in(Path folder) throws IOException {
    var manifest = new PairManifest(folder);
    if (Files.exists(manifest.file())) {
      ManifestFile.read(manifest.file()).entries().forEach(e -> manifest.entries.put(e.id(), e));
    }
    return manifest;
  }

  /// The file of the manifest.
  public Path file() {
    return folder.resolve("manifest.jsonl");
  }

  /// Records the result of a pair that [PairBuilder] wrote to `place`.
  ///
  /// @param place the manifest's folder or one below it
  public void put(Path place, Alignment alignment, PairMetadata label, Path mix, Path part)
      throws IOException {
    String mixture = path(place, "mixture");
    boolean known =
        entries
            .values()
            .removeIf(
                e -> {
                  StemFile stem = e.stems().get("mixture");
                  return stem != null && stem.path().equals(mixture);
                });
    if (alignment.verdict() == Verdict.ACCEPT) {
      var entry = entry(place, alignment, label, mix, part);
      entries.put(entry.id(), entry);
    } else if (!known) {
      return;
    }
    ManifestFile.write(file(), entries.values());
  }

  private Entry entry(Path place, Alignment alignment, PairMetadata label, Path mix, Path part)
      throws IOException {
    Map<String, String> tags = tags(mix);
    String name = String.valueOf(mix.getFileName());
    String title =
        first(label.title(), tags.getOrDefault("title", ""), name.replaceFirst("\\.[^.]*$", ""));
    String artist = first(label.artist(), tags.getOrDefault("artist", ""), "");
    String id = id((artist + " " + title).strip());
    // Outside the segment the instrumental equals the mix, so the stems are limited to it.
    MixSegment sung = alignment.segments().getFirst();
    var stems = new LinkedHashMap<String, StemFile>();
    var names = List.of("mixture", "vocals", "music");
    var sums =
        Sha256.of(
            names.stream()
                .map(stem -> place.resolve(Objects.requireNonNull(FILES.get(stem))))
                .toList());
    for (int i = 0; i < names.size(); i++) {
      stems.put(
          names.get(i),
          new StemFile(
              path(place, names.get(i)),
              sums.get(i),
              sung.startSeconds(),
              sung.endSeconds() - sung.startSeconds()));
    }
    AudioInfo written = info(place.resolve("vocals.wav"));
    return new Entry(
        id,
        Kind.PAIR,
        label.split(),
        stems,
        List.of(),
        new AudioProperties(
            written.sampleRate(),
            written.layout().count(),
            (double) written.declaredFrames() / written.sampleRate()),
        new Provenance(
            first(artist, id, ""),
            first(label.licence(), "unknown", ""),
            first(label.source(), name + " and " + part.getFileName(), ""),
            label.credit()),
        quality(alignment),
        unknown(title));
  }

  private static AudioInfo info(Path file) throws IOException {
    try (var decoder = Decoder.open(file)) {
      return decoder.info();
    }
  }

  private static Map<String, String> tags(Path mix) throws IOException {
    try (var decoder = Decoder.open(mix)) {
      return decoder.tags().entries();
    }
  }

  private static String first(String wanted, String else1, String else2) {
    return !wanted.isBlank() ? wanted : !else1.isBlank() ? else1 : else2;
  }

  /// An id of `[a-z0-9-]+` that no other entry has.
  private String id(String text) {
    String plain =
        Normalizer.normalize(text, Normalizer.Form.NFD)
            .toLowerCase(Locale.ROOT)
            .replaceAll("\\p{M}+", "")
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    String base = plain.isEmpty() ? "pair" : plain.substring(0, Math.min(150, plain.length()));
    String id = base;
    for (int n = 2; entries.containsKey(id); n++) {
      id = base + "-" + n;
    }
    return id;
  }

  private String path(Path place, String stem) {
    return folder
        .toAbsolutePath()
        .normalize()
        .relativize(place.toAbsolutePath().normalize())
        .resolve(Objects.requireNonNull(FILES.get(stem)))
        .toString()
        .replace('\\', '/');
  }

  private static JsonObject quality(Alignment a) {
    var json = new JsonObject();
    var all = PairJson.of(a);
    for (String key :
        List.of("verdict", "nullingDb", "nullingFrom", "coherence", "driftPpm", "gainDb")) {
      json.add(key, all.get(key));
    }
    return json;
  }

  private static JsonObject unknown(String title) {
    var json = new JsonObject();
    json.add("title", new JsonPrimitive(title));
    return json;
  }
}

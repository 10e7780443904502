package dev.isolator.train.data;

import dev.isolator.dataset.manifest.Entry;
import dev.isolator.dataset.manifest.Kind;
import dev.isolator.dataset.manifest.Manifest;
import dev.isolator.dataset.manifest.Split;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Songs that a network goes on learning from, beside those that it was trained on: decoded into a
/// cache and mapped into memory. A manifest says by its key `learn` what an entry's stems are.
///
/// @param songs stems of songs; at least one of these and the negatives
/// @param negatives recordings in which nobody sings
public record AdditionalSources(List<Song> songs, List<PcmFile> negatives) {
  /// The manifest's key that tells exact stems from estimated ones.
  public static final String KEY = "learn";

  /// Its value for stems that a model found: only an entry without the key, or with another value,
  /// is exact.
  public static final String ESTIMATED = "pseudo";

  /// The stems of one song, or of a passage.
  ///
  /// @param vocals missing where they are silent
  /// @param music missing where it is silent
  /// @param exact whether they are the true stems, and not what a model found
  public record Song(@Nullable PcmFile vocals, @Nullable PcmFile music, boolean exact) {}

  public AdditionalSources {
    songs = List.copyOf(songs);
    negatives = List.copyOf(negatives);
  }

  /// Opens a manifest's split `train`: entries `song` with stems vocals and music, and entries
  /// `instrumental`.
  ///
  /// @param warnings told of each entry that is left out, and why
  /// @throws IOException if nothing is left
  public static AdditionalSources open(Manifest manifest, PcmCache cache, Consumer<String> warnings)
      throws IOException {
    var songs = new ArrayList<Song>();
    for (Entry entry : manifest.of(Kind.SONG, Split.TRAIN)) {
      PcmFile vocals = sound(manifest, entry, "vocals", cache, warnings);
      PcmFile music = sound(manifest, entry, "music", cache, warnings);
      if (vocals != null || music != null) {
        songs.add(new Song(vocals, music, isExact(entry)));
      }
    }
    var negatives = new ArrayList<PcmFile>();
    for (Entry entry : manifest.of(Kind.INSTRUMENTAL, Split.TRAIN)) {
      PcmFile music = sound(manifest, entry, "music", cache, warnings);
      if (music != null) {
        negatives.add(music);
      }
    }
    if (songs.isEmpty() && negatives.isEmpty()) {
      throw new IOException(
          "%s: expected songs or instrumentals of the split train with sound in them, found none; check the manifest of --additional"
              .formatted(manifest.folder()));
    }
    return new AdditionalSources(songs, negatives);
  }

  private static boolean isExact(Entry entry) {
    var kind = entry.unknown().get(KEY);
    return kind == null || !kind.isJsonPrimitive() || !kind.getAsString().equals(ESTIMATED);
  }

  private static @Nullable PcmFile sound(
      Manifest manifest, Entry entry, String stem, PcmCache cache, Consumer<String> warnings) {
    var file = entry.stems().get(stem);
    if (file == null) {
      return null;
    }
    try {
      var whole = cache.of(manifest.file(file));
      double seconds = file.duration() > 0 ? file.duration() : Double.MAX_VALUE;
      var sound = whole.part(file.start(), seconds);
      return sound.silent() ? null : sound;
    } catch (IOException e) {
      warnings.accept("%s: stem %s is left out: %s".formatted(entry.id(), stem, e.getMessage()));
      return null;
    }
  }
}

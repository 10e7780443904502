package dev.isolator.learn.data;

import dev.isolator.audio.AudioException;
import dev.isolator.dataset.manifest.Fingerprint;
import dev.isolator.dataset.recording.Recording;
import dev.isolator.evaluate.songs.AudioRegion;
import dev.isolator.evaluate.songs.DataSet;
import dev.isolator.evaluate.songs.Multitrack;
import dev.isolator.evaluate.songs.ReferenceSignals;
import dev.isolator.file.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The gate's songs, so that none of them is ever learnt from: by the sound, whatever file it comes
/// in.
public final class HeldOutSongs {
  private final Path manifest;
  private final DataSet songs;
  private Map<String, Fingerprint> prints = Map.of();

  private HeldOutSongs(Path manifest, DataSet songs) {
    this.manifest = manifest;
    this.songs = songs;
  }

  /// Opens a manifest, or a folder of stems; all of its songs are held out.
  ///
  /// @throws IOException if a line or a song of it cannot be read: a set with less songs would be
  ///   another set
  public static HeldOutSongs open(Path manifest) throws IOException {
    DataSet set = DataSet.open(manifest, DataSet.Layout.AUTO, "all");
    if (!set.problems().isEmpty()) {
      throw new IOException(set.problems().getFirst() + "; the gate takes whole sets only");
    }
    return new HeldOutSongs(manifest, set);
  }

  /// The songs.
  public List<Multitrack> songs() {
    return songs.songs();
  }

  /// A hash of all songs, which tells this set from others.
  public String sha256() throws IOException {
    var text = new StringBuilder();
    for (Multitrack song : songs.songs()) {
      text.append(song.name()).append('\n');
      for (var stem : new TreeMap<>(song.stems()).entrySet()) {
        AudioRegion region = stem.getValue();
        text.append(stem.getKey())
            .append(' ')
            .append(Sha256.of(region.file()))
            .append(' ')
            .append(region.startSeconds())
            .append(' ')
            .append(region.durationSeconds())
            .append('\n');
      }
    }
    return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /// The held-out song that a recording is, or is a part of; empty = none.
  String match(Recording recording) throws IOException {
    if (prints.isEmpty()) {
      prints = fingerprints();
    }
    var all = new LinkedHashMap<>(prints);
    all.put("", Fingerprint.of(recording));
    for (var pair : Fingerprint.duplicates(all)) {
      if (pair.first().isEmpty() || pair.second().isEmpty()) {
        return pair.first() + pair.second();
      }
    }
    return "";
  }

  private Map<String, Fingerprint> fingerprints() throws IOException {
    var made = new LinkedHashMap<String, Fingerprint>();
    for (Multitrack song : songs.songs()) {
      try {
        var signals = ReferenceSignals.of(song);
        made.put(
            song.name(), Fingerprint.of(new Recording(signals.mixture(), signals.sampleRate())));
      } catch (AudioException e) {
        throw new IOException(
            "%s: the gate's song %s cannot be read: %s"
                .formatted(manifest, song.name(), e.getMessage()),
            e);
      }
    }
    return made;
  }
}

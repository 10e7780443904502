package dev.isolator.evaluate.candidate;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioException.Kind;
import dev.isolator.audio.Counted;
import dev.isolator.evaluate.metric.Pcm16;
import dev.isolator.evaluate.songs.AudioRegion;
import dev.isolator.evaluate.songs.DataSet;
import dev.isolator.evaluate.songs.FileFingerprint;
import dev.isolator.evaluate.songs.Multitrack;
import dev.isolator.evaluate.songs.Pcm16Reader;
import dev.isolator.evaluate.songs.ReferenceSignals;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A folder of stems, `SONG/STEM.wav`, that `isolator separate` or any other program wrote. The
/// candidate has the folder's name.
final class EstimateFolder implements Candidate {
  private final Path folder;
  private final Map<String, Multitrack> songs;
  private final List<String> problems;

  private EstimateFolder(Path folder, Map<String, Multitrack> songs, List<String> problems) {
    this.folder = folder;
    this.songs = songs;
    this.problems = problems;
  }

  static EstimateFolder of(Path folder) throws AudioException {
    if (!Files.isDirectory(folder)) {
      throw new AudioException(
          Kind.UNREADABLE,
          folder.toString(),
          "no such folder, expected estimates as SONG/STEM.wav; check the name");
    }
    var set = DataSet.open(folder, DataSet.Layout.FOLDERS, "all");
    var songs = new LinkedHashMap<String, Multitrack>();
    set.songs().forEach(song -> songs.put(song.name(), song));
    return new EstimateFolder(folder, songs, set.problems());
  }

  @Override
  public String name() {
    return folder.toAbsolutePath().normalize().getFileName().toString();
  }

  @Override
  public String fingerprint(String song) {
    var text = new StringBuilder(folder.toAbsolutePath().toString());
    var estimates = songs.get(song);
    if (estimates != null) {
      estimates
          .stems()
          .forEach((stem, sound) -> text.append(' ').append(FileFingerprint.of(sound.file())));
    }
    return text.toString();
  }

  @Override
  public Estimates estimate(ReferenceSignals song) throws AudioException {
    var name = song.song().name();
    var found = songs.get(name);
    if (found == null) {
      throw new AudioException(
          Kind.UNREADABLE,
          folder.resolve(name).toString(),
          problems.stream()
              .filter(problem -> problem.startsWith(folder.resolve(name) + ":"))
              .findFirst()
              .map(problem -> problem.substring(folder.resolve(name).toString().length() + 2))
              .orElse(
                  "no such folder of estimates, expected one for each song; there are %s"
                      .formatted(shortened(songs.keySet()))));
    }
    var notes = new ArrayList<String>();
    var stems = new LinkedHashMap<String, Pcm16>();
    for (var stem : found.stems().entrySet()) {
      if (song.stem(stem.getKey()) != null) {
        stems.put(stem.getKey(), fitted(stem.getKey(), stem.getValue(), song, notes));
      } else {
        notes.add(
            "estimate %s is no stem of this song and was not scored; expected %s"
                .formatted(stem.getKey(), String.join(", ", song.stems().keySet())));
      }
    }
    if (stems.isEmpty()) {
      throw new AudioException(
          Kind.UNREADABLE,
          folder.resolve(name).toString(),
          "expected stems named %s, found %s; rename them"
              .formatted(
                  String.join(", ", song.stems().keySet()),
                  found.stems().isEmpty()
                      ? Multitrack.MIXTURE
                      : shortened(found.stems().keySet())));
    }
    noteMissing(song, stems, notes);
    return new Estimates(stems, Double.NaN, -1, null, notes);
  }

  private static Pcm16 fitted(
      String stem, AudioRegion sound, ReferenceSignals song, List<String> notes)
      throws AudioException {
    var estimate = Pcm16Reader.read(sound);
    if (estimate.sampleRate() != song.sampleRate()) {
      throw unfit(sound, "%d Hz".formatted(song.sampleRate()), estimate.sampleRate() + " Hz");
    }
    if (estimate.channels() != song.mixture().length) {
      throw unfit(
          sound,
          Counted.of(song.mixture().length, "channel"),
          Integer.toString(estimate.channels()));
    }
    if (estimate.frames() != song.frames()) {
      notes.add(
          "estimate %s has %s, the song %d: %s"
              .formatted(
                  stem,
                  Counted.of(estimate.frames(), "frame"),
                  song.frames(),
                  estimate.frames() < song.frames()
                      ? "silence was added at its end"
                      : "its end was cut off"));
    }
    return estimate.ofFrames(song.frames());
  }

  private static AudioException unfit(AudioRegion sound, String expected, String found) {
    return new AudioException(
        Kind.UNSUPPORTED,
        sound.file().toString(),
        "expected %s as the references have, found %s; convert the estimates"
            .formatted(expected, found));
  }

  /// Adds a note on missing stems, unless vocals and music, or all stems but music, are there.
  private static void noteMissing(
      ReferenceSignals song, Map<String, Pcm16> stems, List<String> notes) {
    if (stems.containsKey(Multitrack.VOCALS) && stems.containsKey(Multitrack.MUSIC)) {
      return;
    }
    boolean ofTwo = stems.size() == 1;
    var missing =
        song.stems().keySet().stream()
            .filter(stem -> !stems.containsKey(stem))
            .filter(
                stem ->
                    ofTwo
                        ? stem.equals(Multitrack.VOCALS) || stem.equals(Multitrack.MUSIC)
                        : !stem.equals(Multitrack.MUSIC))
            .toList();
    if (!missing.isEmpty()) {
      notes.add(
          "no estimate of %s: the other stems are scored without it"
              .formatted(String.join(", ", missing)));
    }
  }

  private static String shortened(Iterable<String> names) {
    var text = String.join(", ", names);
    return text.isEmpty() ? "none" : text.length() > 200 ? text.substring(0, 200) + "…" : text;
  }
}

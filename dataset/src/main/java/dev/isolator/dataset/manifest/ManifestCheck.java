package dev.isolator.dataset.manifest;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.Counted;
import dev.isolator.dataset.midi.MidiSong;
import dev.isolator.dataset.recording.Recording;
import dev.isolator.dataset.recording.RecordingFile;
import dev.isolator.dataset.sfz.SfzFile;
import dev.isolator.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// Checks a manifest against its files.
///
/// For every stem: the file exists, has the hash, can be decoded, has the sample rate, channels and
/// length, and is not clipped. For every song: the stems have equal lengths and sum to the mixture,
/// if there is one. For the manifest: each entry names a licence, no artist is in two splits, and
/// no two files contain the same sound.
public final class ManifestCheck {
  private static final double LENGTH_TOLERANCE = 0.005;
  private static final double MOST_CLIPPED = 1e-3;
  private static final double SUM_TOLERANCE_DB = -40;

  private final Manifest manifest;
  private final Map<String, Fingerprint> prints = new ConcurrentHashMap<>();

  private ManifestCheck(Manifest manifest) {
    this.manifest = manifest;
  }

  /// A problem that was found.
  ///
  /// @param id of the entry, or of all entries that are concerned
  /// @param what the problem in one sentence
  public record Finding(String id, String what) {}

  /// Checks the whole manifest; decodes every file once, several at a time.
  ///
  /// @return findings in manifest order, then those about several entries; empty if all is well
  public static List<Finding> run(Manifest manifest) {
    var check = new ManifestCheck(manifest);
    var findings = new ArrayList<Finding>();
    manifest.entries().parallelStream().map(check::entry).toList().forEach(findings::addAll);
    findings.addAll(check.artists());
    findings.addAll(check.sameFiles());
    for (var duplicate : Fingerprint.duplicates(new TreeMap<>(check.prints))) {
      if (entryOf(duplicate.first()).equals(entryOf(duplicate.second()))) {
        continue; // a mixture contains its own stems
      }
      findings.add(
          new Finding(
              duplicate.first() + ", " + duplicate.second(),
              "hold the same sound (%.0f %% of the fingerprint differs); keep one"
                  .formatted(100 * duplicate.errors())));
    }
    return findings;
  }

  private static String entryOf(String print) {
    return print.substring(0, print.indexOf('/'));
  }

  private List<Finding> entry(Entry entry) {
    var findings = new ArrayList<Finding>();
    if (entry.licence().isBlank() || entry.licence().equals("unknown")) {
      findings.add(new Finding(entry.id(), "names no licence; find it out or leave the entry out"));
    }
    var decoded = new LinkedHashMap<String, Recording>();
    entry
        .stems()
        .forEach(
            (name, stem) -> {
              try {
                stem(entry, name, stem, findings, decoded);
              } catch (IOException e) {
                findings.add(
                    new Finding(
                        entry.id(),
                        e instanceof AudioException
                            ? String.valueOf(e.getMessage())
                            : "%s: could not be read (%s)".formatted(stem.path(), e.getMessage())));
              }
            });
    if (entry.kind() == Kind.SONG || entry.kind() == Kind.PAIR) {
      stemsFit(entry, decoded, findings);
    }
    for (ClipSpan clip : entry.clips()) {
      if (clip.end() > entry.duration() + LENGTH_TOLERANCE) {
        findings.add(
            new Finding(
                entry.id(),
                "a clip ends at %.3f s, after the file's %.3f s"
                    .formatted(clip.end(), entry.duration())));
        break;
      }
    }
    return findings;
  }

  private void stem(
      Entry entry,
      String name,
      StemFile stem,
      List<Finding> findings,
      Map<String, Recording> decoded)
      throws IOException {
    Path file = manifest.file(stem);
    if (!Files.isRegularFile(file)) {
      findings.add(new Finding(entry.id(), stem.path() + ": no such file"));
      return;
    }
    String hash = Sha256.of(file);
    if (!hash.equals(stem.sha256())) {
      findings.add(
          new Finding(
              entry.id(),
              "%s: SHA-256 is %s, expected %s".formatted(stem.path(), hash, stem.sha256())));
    }
    if (entry.kind() == Kind.MIDI) {
      MidiSong.read(file);
      return;
    }
    if (name.equals("notes")) {
      SfzFile.read(String.valueOf(file.getFileName()), path -> Files.readString(file));
      return;
    }
    Recording recording = RecordingFile.read(file);
    decoded.put(name, recording);
    boolean mono = recording.channels() == 1; // a mono stem of a stereo song is in the centre
    if (recording.sampleRate() != entry.sampleRate()
        || (recording.channels() != entry.channels() && !mono)) {
      findings.add(
          new Finding(
              entry.id(),
              "%s: has %d Hz and %s, expected %d and %d"
                  .formatted(
                      stem.path(),
                      recording.sampleRate(),
                      Counted.of(recording.channels(), "channel"),
                      entry.sampleRate(),
                      entry.channels())));
    }
    if (stem.start() + stem.duration() > recording.seconds() + LENGTH_TOLERANCE) {
      findings.add(
          new Finding(
              entry.id(),
              "%s: is %.3f s long, expected at least %.3f s"
                  .formatted(stem.path(), recording.seconds(), stem.start() + stem.duration())));
    }
    double clipped = clippedShare(recording);
    if (clipped > MOST_CLIPPED) {
      findings.add(
          new Finding(entry.id(), "%s: %.2f %% is clipped".formatted(stem.path(), 100 * clipped)));
    }
    if (name.equals("vocals") || name.equals("music") || name.equals("mixture")) {
      prints.put(entry.id() + "/" + name, Fingerprint.of(recording));
    }
  }

  /// Share of samples in runs of four and more at full scale or beyond.
  private static double clippedShare(Recording recording) {
    long clipped = 0;
    for (float[] channel : recording.samples()) {
      int run = 0;
      for (float x : channel) {
        run = Math.abs(x) >= 0.9999f ? run + 1 : 0;
        clipped += run == 4 ? 4 : run > 4 ? 1 : 0;
      }
    }
    return (double) clipped / Math.max(1, (long) recording.channels() * recording.frames());
  }

  private static void stemsFit(
      Entry entry, Map<String, Recording> decoded, List<Finding> findings) {
    int frames = -1;
    for (var one : decoded.entrySet()) {
      if (frames >= 0 && Math.abs(one.getValue().frames() - frames) > 1) {
        findings.add(
            new Finding(
                entry.id(),
                "stem %s has %s, the first stem %d"
                    .formatted(
                        one.getKey(), Counted.of(one.getValue().frames(), "frame"), frames)));
        return;
      }
      frames = frames < 0 ? one.getValue().frames() : frames;
    }
    Recording mixture = decoded.get("mixture");
    if (mixture == null || decoded.size() < 2) {
      return;
    }
    var parts = new TreeSet<>(decoded.keySet());
    parts.remove("mixture");
    if (parts.contains("drums") || parts.contains("bass") || parts.contains("other")) {
      parts.remove("music"); // it is their sum
    }
    if (!parts.contains("vocals") || parts.size() < 2) {
      return;
    }
    double left = 0;
    double all = 1e-12;
    for (int c = 0; c < mixture.channels(); c++) {
      for (int i = 0; i < frames; i++) {
        double rest = mixture.samples()[c][i];
        all += rest * rest;
        for (String part : parts) {
          Recording stem = decoded.get(part);
          if (stem != null && i < stem.frames()) {
            rest -= stem.samples()[Math.min(c, stem.channels() - 1)][i];
          }
        }
        left += rest * rest;
      }
    }
    double db = 10 * Math.log10(left / all + 1e-20);
    if (!(db <= SUM_TOLERANCE_DB)) {
      findings.add(
          new Finding(
              entry.id(),
              "%s differ from the mixture by %.1f dB, expected at most %.0f dB"
                  .formatted(String.join(" + ", parts), db, SUM_TOLERANCE_DB)));
    }
  }

  private List<Finding> artists() {
    var splits = new TreeMap<String, Set<Split>>();
    for (Entry entry : manifest.entries()) {
      splits.computeIfAbsent(entry.artist(), k -> new TreeSet<>()).add(entry.split());
    }
    var findings = new ArrayList<Finding>();
    splits.forEach(
        (artist, in) -> {
          if (in.size() > 1) {
            findings.add(
                new Finding(
                    "artist " + artist,
                    "stands in %s; one artist belongs to one split"
                        .formatted(
                            String.join(" and ", in.stream().map(Split::toString).toList()))));
          }
        });
    return findings;
  }

  /// Whether a file is a mixture of one stem alone, or that stem.
  private static boolean isOneOfMixture(Entry entry, StemFile stem) {
    var mixture = entry.stems().get("mixture");
    return mixture != null && mixture.sha256().equals(stem.sha256());
  }

  private List<Finding> sameFiles() {
    var seen = new HashMap<String, String>();
    var findings = new ArrayList<Finding>();
    for (Entry entry : manifest.entries()) {
      var ofEntry = new HashSet<String>(); // where nobody sings, music and mixture are the same
      for (StemFile stem : entry.stems().values()) {
        if (!ofEntry.add(stem.sha256()) && isOneOfMixture(entry, stem)) {
          continue;
        }
        String before = stem.sha256().isEmpty() ? null : seen.put(stem.sha256(), entry.id());
        if (before != null) {
          findings.add(
              new Finding(
                  before + ", " + entry.id(),
                  stem.path() + ": the same bytes in two places; keep one"));
        }
      }
    }
    return findings;
  }
}

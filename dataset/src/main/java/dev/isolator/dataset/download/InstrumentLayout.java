package dev.isolator.dataset.download;

import dev.isolator.dataset.effect.Level;
import dev.isolator.dataset.effect.StrictDecibels;
import dev.isolator.dataset.recording.Recording;
import dev.isolator.dataset.recording.RecordingFile;
import dev.isolator.dataset.recording.SampleRateConversion;
import dev.isolator.dataset.sfz.SfzFile;
import dev.isolator.dataset.sfz.SfzRegion;
import dev.isolator.file.AtomicFile;
import dev.isolator.file.Sha256;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Joins the recordings of an instrument into one file, and writes an SFZ file for it:
/// `instruments/FAMILY/NAME.flac`, `NAME.sfz`.
///
/// Of what the source's SFZ file plays when a key is struck, regions are taken whose recordings are
/// among the taken files; of several for the same keys and velocities the first three, which are
/// played in turn. Of each recording at most 6 s are taken, with a fade of 0.1 s where it goes on,
/// at 44.1 kHz, and of several channels the mean.
final class InstrumentLayout {
  private static final int RATE = 44_100;
  private static final int MOST_TURNS = 3;
  private static final double LONGEST_SECONDS = 6;
  private static final double FADE_SECONDS = 0.1;
  private static final double MOST_MINUTES = 29; // of a file that is read whole
  private static final double PEAK = 0.98;

  private final Path root;
  private final Source source;
  private final LaidOut made;

  InstrumentLayout(Path root, Source source, LaidOut made) {
    this.root = root;
    this.source = source;
    this.made = made;
  }

  /// @param files path in the source to unpacked file, the SFZ file and what it includes among them
  void lay(Take take, Map<String, Path> files) throws IOException {
    int dash = take.name().indexOf('-');
    if (dash < 0) {
      throw new DownloadException(
          "%s: expected a name of family and instrument, such as guitar-strat, found %s"
              .formatted(source.name(), take.name()));
    }
    String name = take.name().substring(dash + 1);
    Path folder =
        Files.createDirectories(
            root.resolve("instruments").resolve(take.name().substring(0, dash)));
    var notes = new StringBuilder();
    float[] sound = join(take, turns(take, files), files, name + ".flac", notes);
    Path flac = folder.resolve(name + ".flac");
    RecordingFile.writeFlac(flac, new Recording(new float[][] {sound}, RATE));
    AtomicFile.write(
        folder.resolve(name + ".sfz"),
        "// %s: %s, %s%n// %s has SHA-256 %s%n"
                .formatted(
                    take.name(),
                    source.origin().text(),
                    take.licence(),
                    flac.getFileName(),
                    Sha256.of(flac))
            + notes);
    String place = root.relativize(folder).toString().replace('\\', '/') + "/" + name;
    made.files().add(place + ".flac");
    made.files().add(place + ".sfz");
    made.licences().add(DataFolderTables.licence(place, source, take));
  }

  /// The regions that are taken, those for the same notes together.
  private Map<String, List<SfzRegion>> turns(Take take, Map<String, Path> files)
      throws IOException {
    int slash = take.program().lastIndexOf('/') + 1;
    String folder = take.program().substring(0, slash);
    var regions = SfzFile.read(take.program().substring(slash), path -> text(files, folder + path));
    var turns = new LinkedHashMap<String, List<SfzRegion>>();
    for (SfzRegion region : regions) {
      if (found(files, folder + region.sample()) != null) {
        String notes =
            "lokey=%d hikey=%d lovel=%d hivel=%d"
                .formatted(
                    region.lowKey(), region.highKey(), region.lowVelocity(), region.highVelocity());
        var same = turns.computeIfAbsent(notes, k -> new ArrayList<>());
        if (same.size() < MOST_TURNS) {
          same.add(region);
        }
      }
    }
    if (turns.isEmpty()) {
      throw new DownloadException(
          "%s: %s: expected regions whose recordings are taken, found none of %d; check the patterns in the catalogue"
              .formatted(source.name(), take.program(), regions.size()));
    }
    return turns;
  }

  private String text(Map<String, Path> files, String path) throws IOException {
    Path file = found(files, path);
    if (file == null) {
      throw new DownloadException(
          "%s: expected %s among the taken files, found it not; add it to the catalogue"
              .formatted(source.name(), path));
    }
    try {
      return Files.readString(file);
    } catch (MalformedInputException e) {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
  }

  /// A file by its path, in whatever case: SFZ files are written on systems that do not tell.
  private static @Nullable Path found(Map<String, Path> files, String written) {
    String path = SfzFile.plain(written);
    Path exact = files.get(path);
    return exact != null
        ? exact
        : files.entrySet().stream()
            .filter(file -> file.getKey().equalsIgnoreCase(path))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(null);
  }

  private float[] join(
      Take take,
      Map<String, List<SfzRegion>> turns,
      Map<String, Path> files,
      String file,
      StringBuilder notes)
      throws IOException {
    String folder = take.program().substring(0, take.program().lastIndexOf('/') + 1);
    var sound = new float[RATE];
    int frames = 0;
    for (var entry : turns.entrySet()) {
      List<SfzRegion> same = entry.getValue();
      for (int turn = 0; turn < same.size(); turn++) {
        SfzRegion region = same.get(turn);
        float[] note = note(found(files, folder + region.sample()), region);
        if (frames + note.length > MOST_MINUTES * 60 * RATE) {
          throw new DownloadException(
              "%s: %s: expected at most %.0f minutes of notes, found more; take fewer files"
                  .formatted(source.name(), take.program(), MOST_MINUTES));
        }
        if (frames + note.length > sound.length) {
          sound = Arrays.copyOf(sound, Math.max(frames + note.length, 2 * sound.length));
        }
        System.arraycopy(note, 0, sound, frames, note.length);
        notes.append(
            String.format(
                Locale.ROOT,
                "<region> sample=%s offset=%d end=%d %s pitch_keycenter=%d tune=%.0f seq_length=%d seq_position=%d ampeg_release=%.3f%n",
                file,
                frames,
                frames + note.length - 1,
                entry.getKey(),
                region.keyCentre(),
                region.tuneCents(),
                same.size(),
                turn + 1,
                Math.clamp(region.number("ampeg_release", 0.12), 0.02, 2)));
        frames += note.length;
      }
    }
    var joined = new float[][] {Arrays.copyOf(sound, frames)};
    double peak = Level.peak(joined);
    if (peak > PEAK) {
      Level.scale(joined, PEAK / peak);
    }
    return joined[0];
  }

  /// What is taken of a region's recording.
  private float[] note(@Nullable Path file, SfzRegion region) throws IOException {
    if (file == null) {
      throw new IllegalStateException("a region was taken whose recording is not there");
    }
    Recording whole;
    try {
      whole = RecordingFile.read(file);
    } catch (IOException e) {
      throw new DownloadException(
          "%s: %s: %s".formatted(source.name(), region.sample(), e.getMessage()), e);
    }
    int from = (int) Math.clamp(region.number("offset", 0), 0, whole.frames());
    int to = (int) Math.clamp(region.number("end", whole.frames() - 1) + 1, from, whole.frames());
    int most = from + (int) (LONGEST_SECONDS * whole.sampleRate());
    float[] mono = Arrays.copyOfRange(whole.mono(), from, Math.min(to, most));
    if (to > most) {
      int fade = (int) (FADE_SECONDS * whole.sampleRate());
      for (int i = 0; i < fade; i++) {
        mono[mono.length - 1 - i] *= (float) i / fade;
      }
    }
    var cut = new Recording(new float[][] {mono}, whole.sampleRate());
    float[][] note = SampleRateConversion.to(RATE, cut).samples();
    Level.scale(note, StrictDecibels.gain(Math.clamp(region.number("volume", 0), -40, 12)));
    return note[0];
  }
}

package dev.isolator.dataset.download;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.Decoder;
import dev.isolator.dataset.effect.Level;
import dev.isolator.dataset.recording.Recording;
import dev.isolator.dataset.recording.RecordingFile;
import dev.isolator.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Lays pieces without voice out as `instrumental/NAME-PIECE.*`.
final class InstrumentalLayout {
  /// Peak of a sum that would clip.
  private static final float PEAK = 0.98f;

  private final Path root;
  private final Source source;
  private final LaidOut made;

  InstrumentalLayout(Path root, Source source, LaidOut made) {
    this.root = root;
    this.source = source;
    this.made = made;
  }

  /// @param files path in the source to unpacked file
  void lay(Take take, Map<String, Path> files) throws IOException {
    Files.createDirectories(root.resolve("instrumental"));
    if (take.change() == Take.Change.SUM) {
      for (var piece : byFolder(files).entrySet()) {
        sum(take, piece.getKey(), piece.getValue());
      }
    } else {
      for (var file : files.entrySet()) {
        copy(take, file.getKey(), file.getValue());
      }
    }
    made.licences()
        .add(DataFolderTables.licence("instrumental/%s-*".formatted(take.name()), source, take));
  }

  private static Map<String, List<Path>> byFolder(Map<String, Path> files) {
    var folders = new TreeMap<String, List<Path>>();
    files.forEach(
        (path, file) -> {
          String folder = path.substring(0, Math.max(0, path.lastIndexOf('/')));
          folders.computeIfAbsent(folder, k -> new ArrayList<>()).add(file);
        });
    return folders;
  }

  private void copy(Take take, String path, Path file) throws IOException {
    String name = path.substring(path.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    String ending = dot < 0 ? "" : name.substring(dot).toLowerCase(Locale.ROOT);
    double seconds;
    try (var decoder = Decoder.open(file)) {
      int rate = decoder.info().sampleRate();
      seconds = (double) decoder.skip(Long.MAX_VALUE / 2) / rate;
    } catch (AudioException e) {
      throw new DownloadException("%s: %s: %s".formatted(source.name(), path, e.getMessage()), e);
    }
    String target = name(take, dot < 0 ? name : name.substring(0, dot)) + ending;
    AtomicFile.rename(file, root.resolve(target));
    add(take, target, seconds);
  }

  private void sum(Take take, String folder, List<Path> files) throws IOException {
    float[][] sum = {};
    int rate = 0;
    for (Path file : files) {
      Recording one = RecordingFile.read(file);
      if (rate > 0 && one.sampleRate() != rate) {
        throw new DownloadException(
            "%s: %s: files have %d and %d Hz, expected one rate; report the source"
                .formatted(source.name(), folder, rate, one.sampleRate()));
      }
      rate = one.sampleRate();
      sum = sum.length == 0 ? one.samples() : plus(sum, one.samples());
    }
    float peak = (float) Level.peak(sum);
    if (peak > PEAK) {
      Level.scale(sum, PEAK / peak);
    }
    String target = name(take, folder.substring(folder.lastIndexOf('/') + 1)) + ".flac";
    RecordingFile.writeFlac(root.resolve(target), new Recording(sum, rate));
    add(take, target, (double) sum[0].length / rate);
  }

  /// The sum of two sounds, as long and with as many channels as the larger one.
  private static float[][] plus(float[][] a, float[][] b) {
    var sum = new float[Math.max(a.length, b.length)][];
    int frames = Math.max(a[0].length, b[0].length);
    for (int c = 0; c < sum.length; c++) {
      sum[c] = Arrays.copyOf(a[Math.min(c, a.length - 1)], frames);
      float[] more = b[Math.min(c, b.length - 1)];
      for (int i = 0; i < more.length; i++) {
        sum[c][i] += more[i];
      }
    }
    return sum;
  }

  private static String name(Take take, String piece) {
    String plain = piece.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return "instrumental/" + (take.name() + "-" + plain).replaceAll("-+$", "");
  }

  private void add(Take take, String target, double seconds) throws DownloadException {
    if (made.files().contains(target)) {
      throw new DownloadException(
          "%s: two files would be called %s; give one group another name in the catalogue"
              .formatted(source.name(), target));
    }
    made.files().add(target);
    made.index()
        .add(
            String.join(
                "\t",
                target.substring("instrumental/".length()),
                String.format(Locale.ROOT, "%.1f", seconds),
                take.credit().isEmpty() ? "unknown" : take.credit(),
                take.licence(),
                source.origin().text()));
  }
}

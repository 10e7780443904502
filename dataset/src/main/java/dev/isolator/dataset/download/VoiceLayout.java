package dev.isolator.dataset.download;

import dev.isolator.dataset.recording.Recording;
import dev.isolator.dataset.recording.RecordingFile;
import dev.isolator.file.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Joins the files of a voice into few, and lists their clips: `voices/NAME/00.flac …, clips.tsv`.
///
/// Of each file the part is taken in which somebody speaks: from the first to the last 20 ms within
/// 30 dB of the loudest, and 0.1 s around. Clips that are shorter than 0.3 s are left out, as
/// nothing draws them. The order of the clips depends on their paths alone and is as good as
/// random, so that whoever reads the first minutes hears everybody.
final class VoiceLayout {
  private static final double GAP_SECONDS = 0.25;
  private static final double FILE_SECONDS = 600;
  private static final double SHORTEST_SECONDS = 0.3;
  private static final double MARGIN_SECONDS = 0.1;
  private static final double FRAME_SECONDS = 0.02;
  private static final double QUIET = 1e-3; // of the loudest frame's power: 30 dB

  private final Path root;
  private final Source source;
  private final LaidOut made;
  private final StringBuilder clips = new StringBuilder("file\tstart_s\tend_s\n");
  private final List<String> written = new ArrayList<>();
  private float[] sound = {};
  private int frames;
  private int rate;

  VoiceLayout(Path root, Source source, LaidOut made) {
    this.root = root;
    this.source = source;
    this.made = made;
  }

  /// @param files path in the source to unpacked file
  /// @param folder empty, on the file system of the data folder
  void lay(Take take, Map<String, Path> files, Path folder) throws IOException {
    var paths = new ArrayList<>(files.keySet());
    paths.sort(Comparator.comparing(path -> Sha256.of(path.getBytes(StandardCharsets.UTF_8))));
    double seconds = 0;
    for (String path : paths) {
      Path file = files.get(path);
      if (file == null || seconds >= 60 * take.mostMinutes()) {
        break;
      }
      Recording one = read(take, path, file);
      seconds += add(spoken(one.mono(), rate), folder);
    }
    flush(folder);
    Files.writeString(folder.resolve("clips.tsv"), clips);
    Path target = root.resolve("voices").resolve(take.name());
    Files.createDirectories(target);
    for (String name : written) {
      Files.move(folder.resolve(name), target.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      made.files().add("voices/%s/%s".formatted(take.name(), name));
    }
    Files.move(
        folder.resolve("clips.tsv"),
        target.resolve("clips.tsv"),
        StandardCopyOption.REPLACE_EXISTING);
    made.licences().add(DataFolderTables.licence("voices/" + take.name(), source, take));
  }

  private Recording read(Take take, String path, Path file) throws IOException {
    Path decodable = file;
    if (take.change() == Take.Change.G722) {
      decodable = file.resolveSibling(file.getFileName() + ".wav");
      Files.write(decodable, G722Wav.of(Files.readAllBytes(file)));
    }
    Recording one;
    try {
      one = RecordingFile.read(decodable);
    } catch (IOException e) {
      throw new DownloadException("%s: %s: %s".formatted(source.name(), path, e.getMessage()), e);
    }
    if (rate > 0 && one.sampleRate() != rate) {
      throw new DownloadException(
          "%s: %s: has %d Hz, the voice's other files %d; take it under another name in the catalogue"
              .formatted(source.name(), path, one.sampleRate(), rate));
    }
    rate = one.sampleRate();
    return one;
  }

  /// The part of a sound in which somebody speaks; empty if it is silent.
  static float[] spoken(float[] mono, int rate) {
    int frame = Math.max(1, (int) (FRAME_SECONDS * rate));
    var power = new double[Math.ceilDiv(mono.length, frame)];
    double loudest = 0;
    for (int f = 0; f < power.length; f++) {
      for (int i = f * frame; i < Math.min(mono.length, (f + 1) * frame); i++) {
        power[f] += (double) mono[i] * mono[i];
      }
      loudest = Math.max(loudest, power[f]);
    }
    int first = 0;
    while (first < power.length && !(power[first] > QUIET * loudest)) {
      first++;
    }
    int last = power.length - 1;
    while (last > first && !(power[last] > QUIET * loudest)) {
      last--;
    }
    int margin = (int) (MARGIN_SECONDS * rate);
    int from = Math.max(0, first * frame - margin);
    int to = Math.min(mono.length, (last + 1) * frame + margin);
    return from < to ? Arrays.copyOfRange(mono, from, to) : new float[0];
  }

  /// Adds a clip, and returns its length in seconds.
  private double add(float[] clip, Path folder) throws IOException {
    if (clip.length < SHORTEST_SECONDS * rate) {
      return 0;
    }
    if (frames > 0 && frames + clip.length > FILE_SECONDS * rate) {
      flush(folder);
    }
    int start = frames == 0 ? 0 : frames + (int) (GAP_SECONDS * rate);
    int end = start + clip.length;
    if (end > sound.length) {
      sound = Arrays.copyOf(sound, Math.max(end, 2 * sound.length));
    }
    System.arraycopy(clip, 0, sound, start, clip.length);
    frames = end;
    clips.append(
        String.format(
            Locale.ROOT,
            "%02d.flac\t%.4f\t%.4f%n",
            written.size(),
            (double) start / rate,
            (double) end / rate));
    return (double) clip.length / rate;
  }

  private void flush(Path folder) throws IOException {
    if (frames > 0) {
      String name = "%02d.flac".formatted(written.size());
      var whole = new float[][] {Arrays.copyOf(sound, frames)};
      RecordingFile.writeFlac(folder.resolve(name), new Recording(whole, rate));
      written.add(name);
      sound = new float[0];
      frames = 0;
    }
  }
}

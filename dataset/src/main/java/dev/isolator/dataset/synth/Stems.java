package dev.isolator.dataset.synth;

import dev.isolator.audio.OutputFormat;
import dev.isolator.audio.SampleDepth;
import dev.isolator.dataset.effect.Level;
import dev.isolator.dataset.manifest.AudioProperties;
import dev.isolator.dataset.manifest.Entry;
import dev.isolator.dataset.manifest.Kind;
import dev.isolator.dataset.manifest.Provenance;
import dev.isolator.dataset.manifest.Split;
import dev.isolator.dataset.manifest.StemFile;
import dev.isolator.dataset.recording.Recording;
import dev.isolator.dataset.recording.RecordingFile;
import dev.isolator.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// The stems of one song, and how they are written: each stem is rounded to 16 bits before the sums
/// are formed, so that the files of the stems sum exactly to the file of the mixture.
///
/// @param tracks name to stereo `[2][frames]`, in order; `music` and `mixture` are sums of them
/// @param sampleRate in Hz
record Stems(Map<String, float[][]> tracks, int sampleRate) {
  private static final double CEILING = 0.98;

  /// Lowers all tracks by one common gain so that no track and no sum of them exceeds 0.98.
  void limit() {
    int frames = frames();
    double most = Math.max(Level.peak(sum(frames, "")), Level.peak(sum(frames, "vocals")));
    for (float[][] track : tracks.values()) {
      most = Math.max(most, Level.peak(track));
    }
    if (most > CEILING) {
      for (float[][] track : tracks.values()) {
        Level.scale(track, CEILING / most);
      }
    }
  }

  private int frames() {
    return tracks.values().iterator().next()[0].length;
  }

  /// The sum of all tracks but one.
  private float[][] sum(int frames, String without) {
    var sum = new float[2][frames];
    tracks.forEach(
        (name, track) -> {
          if (!name.equals(without)) {
            Level.add(sum, track, 0);
          }
        });
    return sum;
  }

  /// Writes `<folder>/<id>/<stem>.wav` and returns the manifest entry.
  ///
  /// @param folder the manifest's
  Entry write(Path folder, String id, Split split, Provenance provenance) throws IOException {
    limit();
    tracks.values().forEach(Stems::round);
    int frames = frames();
    var all = new LinkedHashMap<>(tracks);
    if (tracks.containsKey("vocals")) {
      if (!tracks.containsKey("music")) {
        all.put("music", sum(frames, "vocals"));
      }
      all.put("mixture", sum(frames, ""));
    }
    Files.createDirectories(folder.resolve(id));
    double seconds = (double) frames / sampleRate;
    var stems = new LinkedHashMap<String, StemFile>();
    for (var one : all.entrySet()) {
      String name = id + "/" + one.getKey() + ".wav";
      Path file = folder.resolve(name);
      RecordingFile.write(
          file,
          new Recording(one.getValue(), sampleRate),
          new OutputFormat(OutputFormat.Container.WAV, SampleDepth.S16, 0));
      stems.put(one.getKey(), new StemFile(name, Sha256.of(file), 0, seconds));
    }
    return new Entry(
        id, Kind.SONG, split, stems, new AudioProperties(sampleRate, 2, seconds), provenance);
  }

  private static void round(float[][] track) {
    for (float[] channel : track) {
      for (int i = 0; i < channel.length; i++) {
        channel[i] = (float) (Math.rint(channel[i] * 32768.0) / 32768.0);
      }
    }
  }
}

package dev.isolator.dataset.target;

import dev.isolator.dataset.manifest.Entry;
import dev.isolator.dataset.manifest.Manifest;
import dev.isolator.dataset.manifest.StemFile;
import dev.isolator.dataset.recording.Recording;
import dev.isolator.dataset.recording.RecordingFile;
import dev.isolator.dataset.recording.SampleRateConversion;
import dev.isolator.spectrum.Stft;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Compares targets by the separation that a perfect network would reach with them: the true mask
/// is applied to the mix's spectrum, with the mix's phase, and compared with the true voice. Values
/// are SDR of whole tracks in dB.
///
/// Spectra are of mono at 22.05 kHz, with windows of 1024 samples and a hop of 256.
public final class TargetComparison {
  /// Sample rate of the spectra, in Hz.
  public static final int SAMPLE_RATE = 22_050;

  private TargetComparison() {}

  /// A target's name and its medians over the songs, in dB.
  public record Row(String target, double vocalsSdrDb, double musicSdrDb) {}

  private static Map<String, MaskTarget> targets() {
    var targets = new LinkedHashMap<String, MaskTarget>();
    targets.put("magnitude regression", new MaskTarget.Magnitude());
    targets.put("soft ratio", new MaskTarget.Ratio(1));
    targets.put("Wiener ratio", new MaskTarget.Ratio(2));
    for (double threshold : new double[] {-6, -3, 0, 3, 6}) {
      targets.put(
          "binary, %+.0f dB".formatted(threshold),
          new PerceptualBinary(threshold, true, -60, 1, SAMPLE_RATE));
    }
    targets.put("binary, floor -40 dB", new PerceptualBinary(0, true, -40, 1, SAMPLE_RATE));
    targets.put("binary, floor unweighted", new PerceptualBinary(0, false, -60, 1, SAMPLE_RATE));
    targets.put("binary, 4 frames smooth", new PerceptualBinary(0, true, -60, 4, SAMPLE_RATE));
    return targets;
  }

  /// Compares on all songs of a manifest that have `vocals` and other stems.
  ///
  /// @param mostSeconds seconds that are used of each song, from its start
  public static List<Row> run(Manifest manifest, double mostSeconds) throws IOException {
    var vocals = new LinkedHashMap<String, List<Double>>();
    var music = new LinkedHashMap<String, List<Double>>();
    for (Entry entry : manifest.entries()) {
      if (!entry.stems().containsKey("vocals") || entry.stems().size() < 2) {
        continue;
      }
      float[] voice = read(manifest, entry.stem("vocals"), mostSeconds);
      float[] rest = rest(manifest, entry, mostSeconds, voice.length);
      var stft = new Stft(1024, 256);
      float[][] voiceBins = stft.forward(voice);
      float[][] restBins = stft.forward(rest);
      for (var target : targets().entrySet()) {
        float[][] mask = target.getValue().mask(voiceBins, restBins);
        float[] estimate = apply(stft, mask, voiceBins, restBins, voice.length);
        vocals
            .computeIfAbsent(target.getKey(), k -> new ArrayList<>())
            .add(sdr(voice, estimate, voice, rest, false));
        music
            .computeIfAbsent(target.getKey(), k -> new ArrayList<>())
            .add(sdr(rest, estimate, voice, rest, true));
      }
    }
    var rows = new ArrayList<Row>();
    vocals.forEach(
        (name, values) ->
            rows.add(new Row(name, median(values), median(music.getOrDefault(name, List.of())))));
    return rows;
  }

  private static float[] read(Manifest manifest, StemFile stem, double seconds) throws IOException {
    Recording part = RecordingFile.read(manifest.file(stem), stem.start(), seconds);
    return SampleRateConversion.to(SAMPLE_RATE, part).mono();
  }

  private static float[] rest(Manifest manifest, Entry entry, double seconds, int frames)
      throws IOException {
    var sum = new float[frames];
    boolean parts =
        entry.stems().keySet().stream().anyMatch(List.of("drums", "bass", "other")::contains);
    for (var stem : entry.stems().entrySet()) {
      boolean counts =
          parts
              ? List.of("drums", "bass", "other").contains(stem.getKey())
              : stem.getKey().equals("music");
      if (counts) {
        float[] one = read(manifest, stem.getValue(), seconds);
        for (int i = 0; i < Math.min(frames, one.length); i++) {
          sum[i] += one[i];
        }
      }
    }
    return sum;
  }

  private static float[] apply(
      Stft stft, float[][] mask, float[][] voice, float[][] rest, int samples) {
    var masked = new float[mask.length][];
    for (int t = 0; t < mask.length; t++) {
      masked[t] = new float[voice[t].length];
      for (int k = 0; k < mask[t].length; k++) {
        masked[t][2 * k] = mask[t][k] * (voice[t][2 * k] + rest[t][2 * k]);
        masked[t][2 * k + 1] = mask[t][k] * (voice[t][2 * k + 1] + rest[t][2 * k + 1]);
      }
    }
    return stft.inverse(masked, samples);
  }

  /// SDR of the estimate of the voice, or of mix less that estimate for the music.
  private static double sdr(
      float[] truth, float[] estimate, float[] voice, float[] rest, boolean ofMusic) {
    double signal = 1e-12;
    double error = 1e-12;
    for (int i = 0; i < truth.length; i++) {
      double found = ofMusic ? (double) voice[i] + rest[i] - estimate[i] : estimate[i];
      signal += (double) truth[i] * truth[i];
      error += (truth[i] - found) * (truth[i] - found);
    }
    return 10 * Math.log10(signal / error);
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}

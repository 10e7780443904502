package dev.isolator.dataset.benchmark;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.OutputFormat;
import dev.isolator.audio.SampleDepth;
import dev.isolator.dataset.pair.MixSegment;
import dev.isolator.dataset.recording.Recording;
import dev.isolator.dataset.recording.RecordingFile;
import dev.isolator.dataset.recording.SampleRateConversion;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Generates pairs of known ground truth from multitrack songs and from voices over instrumentals.
/// The same seed gives the same pairs.
///
/// Half of the pairs are excerpts of 150 to 240 s of multitrack songs. The other half are clips of
/// one voice with pauses over instrumentals, with the voice from 9 dB below to 3 dB above the
/// accompaniment.
final class SyntheticPairGenerator {
  private static final int RATE = 44_100;
  private static final int MAX_OFFSET_SECONDS = 60;

  /// Signals with a lower peak count as silent: −60 dBFS.
  private static final double AUDIBLE = 1e-3;

  private final List<Path> songs;
  private final List<Path> voices;
  private final List<Path> instrumentals;
  private final Map<Path, SoftReference<float[][]>> decoded = new HashMap<>();
  private final Path scratch;
  private final long seed;

  /// @param data a folder with `multitrack`, `evaluation`, `voices` and `instrumental` in it
  /// @param scratch a folder for temporary mp3 files
  SyntheticPairGenerator(Path data, Path scratch, long seed) throws IOException {
    this.songs = new ArrayList<>();
    for (String part : List.of("multitrack", "evaluation")) {
      songs.addAll(list(data.resolve(part), Files::isDirectory));
    }
    this.voices = new ArrayList<>();
    for (Path voice : list(data.resolve("voices"), Files::isDirectory)) {
      for (Path file : list(voice, f -> f.toString().endsWith(".opus"))) {
        if (Files.size(file) > 500_000) {
          voices.add(file); // half a minute and more
        }
      }
    }
    this.instrumentals = list(data.resolve("instrumental"), f -> f.toString().endsWith(".opus"));
    this.scratch = scratch;
    this.seed = seed;
  }

  private static List<Path> list(Path folder, java.util.function.Predicate<Path> wanted)
      throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(wanted).sorted().toList();
    }
  }

  /// Generates pair number `index`; twenty of each hundred pairs have the vocals of another song.
  SyntheticPair make(int index) throws IOException {
    var random = new SplittableRandom(seed * 1_000_003 + index);
    boolean related = index % 5 != 4;
    var song = random.nextBoolean() ? fromSong(random) : fromVoice(random);
    float[][] vocals = song.vocals;
    if (!related) {
      Song other;
      do {
        other = random.nextBoolean() ? fromSong(random) : fromVoice(random);
      } while (other.name.equals(song.name));
      vocals = other.vocals;
    }
    double offset = 2 * MAX_OFFSET_SECONDS * (random.nextDouble() - 0.5);
    double drift = 400 * (random.nextDouble() - 0.5);
    double gainDb = 24 * (random.nextDouble() - 0.5);
    int polarity = random.nextBoolean() ? 1 : -1;
    boolean equalised = random.nextInt(3) == 0;
    double cut = random.nextInt(10) == 0 ? 4 + 16 * random.nextDouble() : 0;
    int coded = random.nextInt(4); // bit 0: the mix, bit 1: the vocals
    int shift = (int) Math.round(offset * RATE);
    float[][] changed = shifted(vocals, shift);
    int end = changed[0].length;
    int border = end;
    int gone = (int) (cut * RATE);
    boolean early = true; // whether the vocals sound before the cut, and after it
    boolean late = true;
    if (cut > 0) {
      border = (int) ((0.3 + 0.4 * random.nextDouble()) * end);
      changed = without(changed, border, gone);
      early = peak(changed, 0, border) > AUDIBLE;
      late = peak(changed, border, changed[0].length) > AUDIBLE;
    }
    changed = BlackmanResampler.by(changed, 1 + drift * 1e-6);
    if (equalised) {
      changed = Equaliser.random(random, RATE).apply(changed);
    }
    scale(changed, polarity * Math.pow(10, -gainDb / 20));
    boolean mixLossy = (coded & 1) != 0;
    boolean vocalsLossy = (coded & 2) != 0;
    var mix = code(song.mix, mixLossy);
    var part = code(changed, vocalsLossy);
    var segments = new ArrayList<MixSegment>();
    if (early || !late) {
      segments.add(segment(shift, 0, border, shift));
    }
    if (cut > 0 && late) {
      segments.add(segment(shift, border + gone, end, shift + gone));
    }
    var truth =
        new GroundTruth(
            seed,
            index,
            song.name,
            new GroundTruth.Change(
                segments.getFirst().offsetSeconds(),
                drift,
                // LAME lowers the level by 0.4 dB at 128 kb/s
                gainDb + levelDb(song.mix, mix.samples()) - levelDb(changed, part.samples()),
                polarity,
                equalised,
                cut),
            List.copyOf(segments),
            mixLossy,
            vocalsLossy,
            related);
    return new SyntheticPair(truth, mix, part, song.vocals);
  }

  private static double peak(float[][] samples, int from, int to) {
    double most = 0;
    for (float[] channel : samples) {
      for (int i = from; i < to; i++) {
        most = Math.max(most, Math.abs(channel[i]));
      }
    }
    return most;
  }

  /// A segment of the vocals before the cut was made, in frames.
  private static MixSegment segment(int shift, int from, int to, int offset) {
    return new MixSegment(
        Math.max(0, shift + from) / (double) RATE,
        (shift + to) / (double) RATE,
        offset / (double) RATE);
  }

  @SuppressWarnings("ArrayRecordComponent") // a carrier inside this file
  private record Song(String name, float[][] vocals, float[][] mix) {}

  private Song fromSong(SplittableRandom random) throws IOException {
    Path folder = songs.get(random.nextInt(songs.size()));
    double seconds = 150 + 90 * random.nextDouble();
    var vocals = whole(folder.resolve("vocals.opus"));
    int frames = Math.min(vocals[0].length, (int) (seconds * RATE));
    // Vocals may begin late in a song, so late excerpts are drawn more often.
    int latest = vocals[0].length - frames;
    int start = (int) (latest * Math.sqrt(random.nextDouble()));
    vocals = slice(vocals, start, frames);
    var mix = copy(vocals);
    for (Path stem : list(folder, f -> f.toString().endsWith(".opus"))) {
      if (!stem.endsWith("vocals.opus")) {
        add(mix, slice(whole(stem), start, frames));
      }
    }
    return new Song(folder.toString().replaceAll(".*[/\\\\]", ""), vocals, mix);
  }

  private Song fromVoice(SplittableRandom random) throws IOException {
    Path voice = voices.get(random.nextInt(voices.size()));
    int frames = (int) ((150 + 90 * random.nextDouble()) * RATE);
    var mix = new float[2][frames];
    for (int at = 0; at < frames; ) {
      Path file = instrumentals.get(random.nextInt(instrumentals.size()));
      float[][] piece = read(file, (double) (frames - at) / RATE + 1); // no more than is used
      paste(mix, piece, at);
      at += piece[0].length;
    }
    float[][] file = whole(voice);
    int start = random.nextInt(Math.max(1, file[0].length - frames));
    var vocals = new float[2][frames];
    paste(vocals, slice(file, start, Math.min(frames, file[0].length - start)), 0);
    for (int at = 0; at < frames; ) {
      int sung = (int) ((5 + 15 * random.nextDouble()) * RATE);
      int pause = (int) ((1 + 7 * random.nextDouble()) * RATE);
      for (float[] channel : vocals) {
        int from = Math.min(frames, at + sung);
        Arrays.fill(channel, from, Math.min(frames, from + pause), 0f);
      }
      at += sung + pause;
    }
    double level = rms(mix) * Math.pow(10, (-9 + 12 * random.nextDouble()) / 20);
    scale(vocals, level / Math.max(1e-6, rms(vocals)));
    add(mix, vocals);
    double most = 0;
    for (float[] channel : mix) {
      for (float x : channel) {
        most = Math.max(most, Math.abs(x));
      }
    }
    scale(mix, 0.9 / Math.max(0.9, most));
    scale(vocals, 0.9 / Math.max(0.9, most));
    return new Song(
        voice.subpath(voice.getNameCount() - 2, voice.getNameCount()) + "@" + start / RATE,
        vocals,
        mix);
  }

  /// A whole file. There are few songs, and each is used for many pairs, so decoded files are kept
  /// as long as there is memory. The samples must not be changed.
  private float[][] whole(Path file) throws AudioException {
    var kept = decoded.get(file);
    float[][] samples = kept == null ? null : kept.get();
    if (samples == null) {
      samples = read(file, RecordingFile.MAX_SECONDS);
      decoded.put(file, new SoftReference<>(samples));
    }
    return samples;
  }

  private static float[][] read(Path file, double seconds) throws AudioException {
    double most = Math.min(seconds, RecordingFile.MAX_SECONDS);
    float[][] samples = SampleRateConversion.to(RATE, RecordingFile.read(file, 0, most)).samples();
    return samples.length == 1 ? new float[][] {samples[0], samples[0]} : samples;
  }

  /// The gain that lossy coding applied, in dB.
  private static double levelDb(float[][] before, float[][] after) {
    double cross = 0;
    double power = 0;
    for (int c = 0; c < before.length; c++) {
      for (int i = 0; i < Math.min(before[c].length, after[c].length); i++) {
        cross += (double) before[c][i] * after[c][i];
        power += (double) before[c][i] * before[c][i];
      }
    }
    return power > 0 ? 20 * Math.log10(cross / power) : 0;
  }

  /// Codes samples as mp3 at 128 kb/s and decodes them, at a level that does not clip.
  private Recording code(float[][] samples, boolean lossy) throws IOException {
    var recording = new Recording(samples, RATE);
    if (!lossy) {
      return recording;
    }
    double most = 0;
    for (float[] channel : samples) {
      for (float x : channel) {
        most = Math.max(most, Math.abs(x));
      }
    }
    double gain = most > 0.9 ? 0.9 / most : 1;
    scale(samples, gain);
    Path file = scratch.resolve("trial.mp3");
    RecordingFile.write(
        file, recording, new OutputFormat(OutputFormat.Container.MP3, SampleDepth.F32, 128));
    var coded = RecordingFile.read(file);
    scale(samples, 1 / gain);
    scale(coded.samples(), 1 / gain);
    Files.delete(file);
    return coded;
  }

  /// The samples from frame `frames` on; if that is negative, with as much silence before them.
  private static float[][] shifted(float[][] samples, int frames) {
    int length = Math.max(0, samples[0].length - frames);
    var out = new float[samples.length][length];
    for (int c = 0; c < samples.length; c++) {
      int from = Math.max(0, frames);
      int to = Math.max(0, -frames);
      System.arraycopy(samples[c], from, out[c], to, length - to);
    }
    return out;
  }

  private static float[][] without(float[][] samples, int from, int frames) {
    var out = new float[samples.length][];
    for (int c = 0; c < samples.length; c++) {
      out[c] = Arrays.copyOf(samples[c], samples[c].length - frames);
      System.arraycopy(samples[c], from + frames, out[c], from, out[c].length - from);
    }
    return out;
  }

  private static float[][] slice(float[][] samples, int from, int frames) {
    var out = new float[samples.length][];
    for (int c = 0; c < samples.length; c++) {
      out[c] = Arrays.copyOfRange(samples[c], from, from + frames);
    }
    return out;
  }

  private static float[][] copy(float[][] samples) {
    return slice(samples, 0, samples[0].length);
  }

  private static void paste(float[][] target, float[][] piece, int at) {
    int n = Math.min(piece[0].length, target[0].length - at);
    for (int c = 0; c < target.length; c++) {
      System.arraycopy(piece[c], 0, target[c], at, n);
    }
  }

  private static void add(float[][] sum, float[][] more) {
    for (int c = 0; c < sum.length; c++) {
      for (int i = 0; i < Math.min(sum[c].length, more[c].length); i++) {
        sum[c][i] += more[c][i];
      }
    }
  }

  private static void scale(float[][] samples, double gain) {
    for (float[] channel : samples) {
      for (int i = 0; i < channel.length; i++) {
        channel[i] *= (float) gain;
      }
    }
  }

  private static double rms(float[][] samples) {
    double sum = 0;
    long count = 0;
    for (float[] channel : samples) {
      for (float x : channel) {
        if (Math.abs(x) > 1e-5) {
          sum += (double) x * x;
          count++;
        }
      }
    }
    return Math.sqrt(sum / Math.max(1, count));
  }
}

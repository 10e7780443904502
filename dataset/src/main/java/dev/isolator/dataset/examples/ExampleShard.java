package dev.isolator.dataset.examples;

import dev.isolator.dataset.manifest.Entry;
import dev.isolator.dataset.manifest.StemFile;
import dev.isolator.dataset.parquet.Column;
import dev.isolator.dataset.parquet.ParquetWriter;
import dev.isolator.dataset.recording.RecordingFile;
import dev.isolator.dataset.recording.SampleRateConversion;
import dev.isolator.dataset.target.PerceptualBinary;
import dev.isolator.spectrum.Stft;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Makes one shard of a plan. The same plan and number always give the same bytes.
///
/// | column      | bytes | what                                                                   |
/// |-------------|-------|------------------------------------------------------------------------|
/// | `song`      | 4     | number of the song among those of the plan                             |
/// | `variant`   | 4     | 0 for the original level of the voice, else another level              |
/// | `frame`     | 4     | number in the song; centred on sample `frame · 256` at 22 050 Hz       |
/// | `magnitude` | 1026  | 513 half floats (little endian): `20 log10(|X| + 1e-5)` of the mono mix |
/// | `mask`      | 65    | 513 bits, bit `k` in byte `k / 8` at `k % 8`: 1 where the voice predominates |
public final class ExampleShard {
  static final List<Column> COLUMNS =
      List.of(
          new Column("song", 4),
          new Column("variant", 4),
          new Column("frame", 4),
          new Column("magnitude", 2 * ExamplePlan.BINS),
          new Column("mask", (ExamplePlan.BINS + 7) / 8));

  /// Largest change of the voice's level in a variant.
  private static final double MOST_CHANGE_DB = 6;

  private final ExamplePlan plan;
  private final int number;
  private String loaded = "";
  private float[] vocals = {};
  private float[] rest = {};

  /// @param number 0 to `plan.shards() - 1`
  public ExampleShard(ExamplePlan plan, int number) {
    if (number < 0 || number >= plan.shards()) {
      throw new IllegalArgumentException(
          "shard must be from 0 to %d, was %d".formatted(plan.shards() - 1, number));
    }
    this.plan = plan;
    this.number = number;
  }

  /// The shard's file name, such as `examples-00003-of-00017.parquet`.
  public String fileName() {
    return "examples-%05d-of-%05d.parquet".formatted(number, plan.shards());
  }

  /// Writes the shard into a folder.
  ///
  /// @return how many examples it holds
  public long write(Path folder) throws IOException {
    long count = 0;
    try (var out = new ParquetWriter(folder.resolve(fileName()), COLUMNS, notes())) {
      for (var range : plan.shard(number)) {
        load(range.song());
        count += add(out, range);
      }
      out.finish();
    }
    return count;
  }

  private Map<String, String> notes() {
    var settings = plan.settings();
    var notes = new LinkedHashMap<String, String>();
    notes.put("isolator.schema", "isolator-examples 1");
    notes.put(
        "isolator.grid",
        "mono, %d Hz, periodic Hann %d, hop %d"
            .formatted(ExamplePlan.SAMPLE_RATE, ExamplePlan.WINDOW, ExamplePlan.HOP));
    notes.put(
        "isolator.settings",
        "split %s, variants %d, seed %d"
            .formatted(settings.split(), settings.variants(), settings.seed()));
    notes.put("isolator.target", PerceptualBinary.defaults(ExamplePlan.SAMPLE_RATE).toString());
    notes.put("isolator.songs", String.join(" ", plan.songs().stream().map(Entry::id).toList()));
    return notes;
  }

  private void load(Entry song) throws IOException {
    if (loaded.equals(song.id())) {
      return;
    }
    int samples = ExamplePlan.samples(song);
    vocals = read(song.stem("vocals"), samples);
    rest = new float[samples];
    boolean parts =
        song.stems().keySet().stream().anyMatch(List.of("drums", "bass", "other")::contains);
    for (var stem : song.stems().entrySet()) {
      boolean part = List.of("drums", "bass", "other").contains(stem.getKey());
      if (parts ? part : stem.getKey().equals("music")) {
        add(rest, read(stem.getValue(), samples), 1);
      }
    }
    if (!parts && !song.stems().containsKey("music") && song.stems().containsKey("mixture")) {
      add(rest, read(song.stem("mixture"), samples), 1);
      add(rest, vocals, -1);
    }
    loaded = song.id();
  }

  private float[] read(StemFile stem, int samples) throws IOException {
    var recording = RecordingFile.read(plan.manifest().file(stem), stem.start(), stem.duration());
    return Arrays.copyOf(
        SampleRateConversion.to(ExamplePlan.SAMPLE_RATE, recording).mono(), samples);
  }

  private static void add(float[] sum, float[] more, float gain) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += gain * more[i];
    }
  }

  private int add(ParquetWriter out, ExamplePlan.FrameRange range) throws IOException {
    var stft = new Stft(ExamplePlan.WINDOW, ExamplePlan.HOP);
    float gain = voiceGain(range);
    var louder = new float[vocals.length];
    add(louder, vocals, gain);
    float[][] voice = stft.forward(louder);
    float[][] music = stft.forward(rest);
    float[][] mask = PerceptualBinary.defaults(ExamplePlan.SAMPLE_RATE).mask(voice, music);
    int count = range.toFrame() - range.fromFrame();
    short[][] magnitudes =
        IntStream.range(0, count)
            .parallel()
            .mapToObj(i -> magnitudes(voice[range.fromFrame() + i], music[range.fromFrame() + i]))
            .toArray(short[][]::new);
    for (int i = 0; i < count; i++) {
      int frame = range.fromFrame() + i;
      out.value(0).putInt(range.songIndex());
      out.value(1).putInt(range.variant());
      out.value(2).putInt(frame);
      ByteBuffer magnitude = out.value(3);
      for (short half : magnitudes[i]) {
        magnitude.putShort(half);
      }
      out.value(4).put(packed(mask[frame]));
      out.endRow();
    }
    return count;
  }

  /// The gain of the voice: 1 for variant 0, else drawn by seed, song and variant.
  private float voiceGain(ExamplePlan.FrameRange range) {
    if (range.variant() == 0) {
      return 1;
    }
    long key = plan.settings().seed() * 31 + range.song().id().hashCode();
    var random = new SplittableRandom(key * 0x9E3779B97F4A7C15L + range.variant());
    double decibels = MOST_CHANGE_DB * (2 * random.nextDouble() - 1);
    return (float) StrictMath.pow(10, decibels / 20);
  }

  private static short[] magnitudes(float[] voice, float[] music) {
    var halves = new short[ExamplePlan.BINS];
    for (int k = 0; k < halves.length; k++) {
      double re = voice[2 * k] + (double) music[2 * k];
      double im = voice[2 * k + 1] + (double) music[2 * k + 1];
      double decibels = 20 * StrictMath.log10(Math.sqrt(re * re + im * im) + 1e-5);
      halves[k] = Float.floatToFloat16((float) decibels);
    }
    return halves;
  }

  private static byte[] packed(float[] mask) {
    var bits = new byte[(mask.length + 7) / 8];
    for (int k = 0; k < mask.length; k++) {
      if (mask[k] > 0.5f) {
        bits[k / 8] |= (byte) (1 << (k % 8));
      }
    }
    return bits;
  }
}

package dev.isolator.learn.gate;

import dev.isolator.Separator;
import dev.isolator.audio.AudioException;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The laws that a candidate must keep, on an excerpt of a held-out song: its contract and hash,
/// length, nulling, block sizes, determinism, silence, level and polarity.
///
/// Level and polarity were not kept by all models that are in use; there a candidate may be no
/// worse than the model in use.
final class LawChecks {
  private static final double NULLING_DBFS = -120;
  private static final double LEVEL_DB = 0.1;
  private static final double POLARITY_DB = 0.3;
  private static final double SOFTER = 0.1; // −20 dB
  private static final int ODD_BLOCK = 4097;

  private final Separator live;
  private final Separator candidate;
  private final float[][] mix;
  private final float[][] vocals;
  private final int rate;
  private final List<LawCheck> checks = new ArrayList<>();

  private LawChecks(
      Separator live, Separator candidate, float[][] mix, float[][] vocals, int rate) {
    this.live = live;
    this.candidate = candidate;
    this.mix = mix;
    this.vocals = vocals;
    this.rate = rate;
  }

  /// Checks them all.
  ///
  /// @param entry the candidate in the catalogue's form
  /// @param mix excerpt of a song, `[2][frames]`
  /// @param vocals of it, `[2][frames]`
  static List<LawCheck> of(
      ModelCatalogue catalogue,
      ModelCatalogue.Entry entry,
      Separator live,
      Separator candidate,
      float[][] mix,
      float[][] vocals,
      int rate)
      throws AudioException, ModelException {
    var laws = new LawChecks(live, candidate, mix, vocals, rate);
    laws.contract(catalogue, entry);
    laws.stems();
    laws.silence();
    laws.delivery("level does not matter", SOFTER, SOFTER, LEVEL_DB);
    laws.delivery("polarity does not matter", 1, -1, POLARITY_DB);
    return laws.checks;
  }

  private void contract(ModelCatalogue catalogue, ModelCatalogue.Entry entry) {
    String found = "kept";
    try {
      catalogue.verify(entry);
    } catch (ModelException e) {
      found = String.valueOf(e.getMessage());
    }
    checks.add(
        new LawCheck(
            "hash, shapes and ranges are the card's", "kept", found, found.equals("kept")));
  }

  /// Stems of a sound, `[stems][2][frames]`.
  private float[][][] separated(Separator separator, float[][] sound, int blockFrames)
      throws AudioException, ModelException {
    int stems = separator.card().stems().size();
    var all = new float[stems][2][sound[0].length];
    var at = new int[1];
    try (var song =
        separator.blocks(
            rate,
            ChannelLayout.ofCount(2),
            (blocks, _, count) -> {
              for (int s = 0; s < stems; s++) {
                for (int c = 0; c < 2; c++) {
                  System.arraycopy(
                      blocks[s][c], 0, all[s][c], at[0], Math.min(count, all[s][c].length - at[0]));
                }
              }
              at[0] += count;
            })) {
      var block = new float[2][blockFrames];
      for (int from = 0; from < sound[0].length; from += blockFrames) {
        int count = Math.min(blockFrames, sound[0].length - from);
        for (int c = 0; c < 2; c++) {
          System.arraycopy(sound[c], from, block[c], 0, count);
        }
        song.write(block, count);
      }
      song.finish();
    }
    if (at[0] != sound[0].length) {
      checks.add(
          new LawCheck(
              "stems are as long as the song",
              sound[0].length + " frames",
              at[0] + " frames",
              false));
    }
    return all;
  }

  private void stems() throws AudioException, ModelException {
    float[][][] stems = separated(candidate, mix, 1 << 14);
    checks.add(
        new LawCheck(
            "stems are as long as the song",
            mix[0].length + " frames",
            mix[0].length + " frames",
            checks.stream()
                .allMatch(check -> !check.law().startsWith("stems are") || check.holds())));
    double residual = 0;
    for (int c = 0; c < 2; c++) {
      for (int i = 0; i < mix[c].length; i++) {
        double sum = 0;
        for (float[][] stem : stems) {
          sum += stem[c][i];
        }
        residual = Math.max(residual, Math.abs(sum - mix[c][i]));
      }
    }
    double dbfs = 20 * Math.log10(residual + 1e-12);
    checks.add(
        new LawCheck(
            "stems sum to the song",
            "a residual of at most −120 dBFS",
            decibels(dbfs) + "FS",
            dbfs <= NULLING_DBFS));
    float[][][] again = separated(candidate, mix, ODD_BLOCK);
    checks.add(
        new LawCheck(
            "a second time, in other blocks, the same bits",
            "the same",
            Arrays.deepEquals(stems, again) ? "the same" : "others",
            Arrays.deepEquals(stems, again)));
  }

  private void silence() throws AudioException, ModelException {
    float most = 0;
    boolean finite = true;
    for (float[][] stem : separated(candidate, new float[2][mix[0].length], 1 << 14)) {
      for (float[] channel : stem) {
        for (float x : channel) {
          most = Math.max(most, Math.abs(x));
          finite &= Float.isFinite(x);
        }
      }
    }
    checks.add(
        new LawCheck(
            "silence stays silent",
            "a peak of 0",
            finite ? "a peak of " + most : "numbers that are none",
            finite && most == 0));
  }

  /// How far the vocals' score moves when the song comes otherwise.
  private void delivery(String law, double left, double right, double limit)
      throws AudioException, ModelException {
    double moved = movedDb(candidate, left, right);
    double inUse = movedDb(live, left, right);
    double most = Math.max(limit, inUse + limit / 2);
    checks.add(
        new LawCheck(
            law,
            "moved by at most " + decibels(most),
            decibels(moved),
            moved <= most)); // false for NaN
  }

  private double movedDb(Separator separator, double left, double right)
      throws AudioException, ModelException {
    int stem = separator.card().stems().indexOf("vocals");
    double before = sdr(separated(separator, mix, 1 << 14)[stem], 1, 1);
    float[][] other = {scaled(mix[0], left), scaled(mix[1], right)};
    double after = sdr(separated(separator, other, 1 << 14)[stem], left, right);
    return Math.abs(after - before);
  }

  private static float[] scaled(float[] channel, double gain) {
    var scaled = new float[channel.length];
    for (int i = 0; i < channel.length; i++) {
      scaled[i] = (float) (gain * channel[i]);
    }
    return scaled;
  }

  private double sdr(float[][] estimate, double left, double right) {
    double signal = 0;
    double error = 0;
    for (int c = 0; c < 2; c++) {
      double gain = c == 0 ? left : right;
      for (int i = 0; i < estimate[c].length; i++) {
        double truth = gain * vocals[c][i];
        signal += truth * truth;
        error += (truth - estimate[c][i]) * (truth - estimate[c][i]);
      }
    }
    return 10 * Math.log10((signal + 1e-9) / (error + 1e-9));
  }

  private static String decibels(double value) {
    return String.format(Locale.ROOT, "%.2f dB", value).replace('-', '−');
  }
}

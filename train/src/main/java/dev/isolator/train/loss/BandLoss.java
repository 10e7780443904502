package dev.isolator.train.loss;

import static dev.isolator.train.loss.FrameSums.root;

import dev.isolator.train.band.BandWarp;
import dev.isolator.train.family.Architecture;
import java.util.Arrays;

/// [MaskLoss] and its gradient at the network's answer, for two stems, in one pass: sigmoid, bands
/// to bins, distance, and all of it backwards. libtorch's autograd writes some forty tensors of the
/// spectra's size for it; this takes 6 times less CPU (0.3 s to 0.05 s for a batch of 6 × 176
/// frames, EPYC Zen 5, 2026-11-21). [MaskLoss] stays as the twin that tests hold it to.
///
/// One instance per thread.
final class BandLoss {
  private static final float FLOOR = (float) MaskLoss.FLOOR;
  private static final float TINY = (float) MaskLoss.TINY;

  private final BandWarp warp;
  private final int paddedBands;
  private final float[] weights;

  /// @param weights of [BinWeights]
  BandLoss(Architecture architecture, float[] weights) {
    this.weights = weights;
    warp = architecture.warp();
    paddedBands = architecture.rows();
  }

  /// Writes one mix's gradient (it does not add to what is there) and returns its share of the
  /// loss.
  ///
  /// @param stems of [Spectra], two of them
  /// @param at where the mix begins in them
  /// @param rms of the mixture
  /// @param margin frames without loss on either side
  /// @param batch mixes that the loss is a mean of
  /// @param answer `[2][paddedBands][frames]` from `from` on
  /// @param gradient of the loss at `answer`, same place
  double write(
      float[] stems,
      int at,
      int frames,
      float rms,
      int margin,
      int batch,
      float[] answer,
      float[] gradient,
      int from) {
    int bins = warp.bins();
    int bands = warp.bands();
    int plane = bins * frames;
    float scale = (float) (1.0 / ((double) batch * 2 * bins * (frames - 2 * margin)));
    float soft = (float) (scale / Math.sqrt(rms));
    float linear = (float) (scale * MaskLoss.COMPLEX_WEIGHT / 2 / rms);
    var share = new float[bands * frames];
    var slope = new float[bands * frames];
    var rows = new Rows(frames);
    double loss = 0;
    for (int channel = 0; channel < 2; channel++) {
      int place = from + channel * paddedBands * frames;
      for (int i = 0; i < share.length; i++) {
        share[i] = (float) (1 / (1 + Math.exp(-answer[place + i])));
      }
      Arrays.fill(slope, 0);
      int vocals = at + 2 * channel * plane;
      int rest = at + (4 + 2 * channel) * plane;
      for (int bin = 0; bin < bins; bin++) {
        int low = warp.band(bin) * frames;
        float upper = warp.upper(bin);
        int high = upper > 0 ? low + frames : low;
        rows.load(stems, vocals + bin * frames, rest + bin * frames, plane);
        for (int t = margin; t < frames - margin; t++) {
          rows.mask[t] = (1 - upper) * share[low + t] + upper * share[high + t];
        }
        rows.distance(margin, weights[bin] * soft, weights[bin] * linear);
        for (int t = margin; t < frames - margin; t++) {
          slope[low + t] += (1 - upper) * rows.slope[t];
        }
        if (upper > 0) {
          for (int t = margin; t < frames - margin; t++) {
            slope[high + t] += upper * rows.slope[t];
          }
        }
      }
      loss += FrameSums.take(rows.loss);
      for (int i = 0; i < share.length; i++) {
        gradient[place + i] = slope[i] * share[i] * (1 - share[i]);
      }
      Arrays.fill(gradient, place + share.length, place + paddedBands * frames, 0);
    }
    return loss;
  }

  /// One bin over time; apart, so that the compiler sees plain loops over arrays of one length.
  private static final class Rows {
    final float[] vocalsRe;
    final float[] vocalsIm;
    final float[] restRe;
    final float[] restIm;
    final float[] mask;
    final float[] slope;
    final float[] loss;

    Rows(int frames) {
      vocalsRe = new float[frames];
      vocalsIm = new float[frames];
      restRe = new float[frames];
      restIm = new float[frames];
      mask = new float[frames];
      slope = new float[frames];
      loss = new float[frames];
    }

    void load(float[] stems, int vocals, int rest, int plane) {
      int frames = mask.length;
      System.arraycopy(stems, vocals, vocalsRe, 0, frames);
      System.arraycopy(stems, vocals + plane, vocalsIm, 0, frames);
      System.arraycopy(stems, rest, restRe, 0, frames);
      System.arraycopy(stems, rest + plane, restIm, 0, frames);
    }

    void distance(int margin, float soft, float linear) {
      for (int t = margin; t < mask.length - margin; t++) {
        float vr = vocalsRe[t];
        float vi = vocalsIm[t];
        float rr = restRe[t];
        float ri = restIm[t];
        float xr = vr + rr;
        float xi = vi + ri;
        float m = mask[t];
        float x = root(xr * xr + xi * xi + TINY);
        float estimate = root(m * x + FLOOR);
        float d = estimate - root(root(vr * vr + vi * vi + TINY) + FLOOR);
        float estimateRest = root((1 - m) * x + FLOOR);
        float dRest = estimateRest - root(root(rr * rr + ri * ri + TINY) + FLOOR);
        float re = m * xr - vr;
        float im = m * xi - vi;
        float restWeight = (float) MaskLoss.REST_WEIGHT;
        loss[t] +=
            soft * (Math.abs(d) + restWeight * Math.abs(dRest))
                + linear * (Math.abs(re) + Math.abs(im));
        slope[t] =
            soft
                    * 0.5f
                    * x
                    * (Math.signum(d) / estimate - restWeight * Math.signum(dRest) / estimateRest)
                + linear * (Math.signum(re) * xr + Math.signum(im) * xi);
      }
    }
  }
}

package dev.isolator.evaluate.reference;

import java.util.Arrays;

/// Centre extraction: the voice is what both channels have in common. It is nearly always mixed to
/// the middle – but so are bass and drums, and its reverb is not.
///
/// Each bin has a similarity of left and right, 1 where they are equal and 0 where a sound is in
/// one channel only; the mask of the voice rises with it. Below 100 Hz the mask is 0, for voices
/// have nothing there. In a mono song all bins are equal.
///
/// Source: Avendano, “Frequency-domain source identification and manipulation in stereo mixes for
/// enhancement, suppression and re-panning applications”, WASPAA 2003, eq. 3–8. We differ: the
/// similarity takes the real part of `L R*` and not its magnitude, so that what is out of phase
/// does not count as middle.
final class CentreExtraction implements ReferenceMethod {
  private static final int FFT_LENGTH = 4096;
  private static final int HOP_LENGTH = 1024;
  private static final double LOWEST_VOICE_HZ = 100;

  /// The mask is one half where the similarity is this far from 1.
  private static final double HALF_WIDTH = 0.1;

  @Override
  public float[][][] separate(float[][] mix, int sampleRate) {
    var song = new SongSpectra(mix, sampleRate, FFT_LENGTH, HOP_LENGTH);
    int left = 0;
    int right = Math.min(1, song.channels() - 1);
    var mask = new float[song.frames()][song.bins()];
    for (int t = 0; t < song.frames(); t++) {
      float[] l = song.frame(left, t);
      float[] r = song.frame(right, t);
      for (int bin = song.binOf(LOWEST_VOICE_HZ); bin < song.bins(); bin++) {
        double lRe = l[2 * bin];
        double lIm = l[2 * bin + 1];
        double rRe = r[2 * bin];
        double rIm = r[2 * bin + 1];
        double energy = lRe * lRe + lIm * lIm + rRe * rRe + rIm * rIm;
        double similarity = energy > 0 ? 2 * (lRe * rRe + lIm * rIm) / energy : 0;
        double distance = (1 - similarity) / HALF_WIDTH;
        mask[t][bin] = (float) Math.exp(-Math.log(2) * distance * distance);
      }
    }
    var masks = new float[song.channels()][][];
    Arrays.fill(masks, mask);
    return song.split(masks);
  }
}

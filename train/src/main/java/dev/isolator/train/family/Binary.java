package dev.isolator.train.family;

import dev.isolator.train.layer.Layer.Activation;
import dev.isolator.train.layer.Layer.Axis;
import dev.isolator.train.layer.Layer.Chain;
import dev.isolator.train.layer.Layer.Convolution;
import dev.isolator.train.layer.Layer.Dropout;
import dev.isolator.train.layer.Layer.LeakyRelu;
import dev.isolator.train.layer.Layer.Pool;
import dev.isolator.train.layer.Layer.Windows;
import java.util.List;

/// The family `binary`: a convolutional network that looks at 25 frames (0.3 s) of 513 bins and
/// estimates masks for one of them; a variant of it detects voice activity.
///
/// | layer | out, channels × bins × frames |
/// |---|---|
/// | compressed mono magnitudes | 1 × 513 × 25 |
/// | convolution 3 × 3, leaky ReLU, twice | 32, then 16 × 513 × 25 |
/// | pool 3 × 3, dropout ¼ | 16 × 171 × 8 |
/// | convolution 3 × 3, leaky ReLU, twice | 64, then 16 × 171 × 8 |
/// | pool 3 × 3, dropout ¼ | 16 × 57 × 2 |
/// | dense, leaky ReLU, dropout ½ | 128 |
/// | dense | 513 a stem, or 1 |
///
/// 323 233 weights for one mask, 257 185 for voice activity. Convolutions have zeros around them.
/// Where a leaky ReLU meets a pool it stands after it, which is the same.
///
/// Source: A. Koretzky, Audio AI: isolating vocals from stereo music using convolutional neural
/// networks, 2019; what it leaves open is stated in docs/decisions/0012.
public final class Binary {
  private static final int SAMPLE_RATE = 22_050;
  private static final int FFT_LENGTH = 1024;
  private static final int HOP_LENGTH = 256;
  private static final int WINDOW = 25;
  private static final double SLOPE = 0.01;

  private Binary() {}

  /// Which frame of its window the answer is for.
  public enum Time {
    /// The middle one: 12 later frames (139 ms) are needed.
    CENTRE,
    /// The last one: no later frames are needed.
    LAST
  }

  /// The network for masks.
  public static Architecture masks(List<String> stems, Head.Target target, Time time) {
    int pictures = stems.size() == 2 ? 1 : stems.size();
    int bins = FFT_LENGTH / 2 + 1;
    return of(stems, new Head.Bins(target), time, pictures * bins);
  }

  /// The network for voice activity.
  ///
  /// @param stems of the mixes it is trained on, the vocals first
  public static Architecture voice(List<String> stems, Time time) {
    return of(stems, new Head.Voice(), time, 1);
  }

  private static Architecture of(List<String> stems, Head head, Time time, int outputs) {
    var inner =
        new Chain(
            square("conv1", 1, 32),
            new LeakyRelu(SLOPE),
            square("conv2", 32, 16),
            new Pool(3, 3),
            new LeakyRelu(SLOPE),
            new Dropout(0.25),
            square("conv3", 16, 64),
            new LeakyRelu(SLOPE),
            square("conv4", 64, 16),
            new Pool(3, 3),
            new LeakyRelu(SLOPE),
            new Dropout(0.25),
            dense("dense1", 16, 57, 2, 128),
            new LeakyRelu(SLOPE),
            new Dropout(0.5),
            dense("dense2", 128, 1, 1, outputs));
    int at =
        switch (time) {
          case CENTRE -> WINDOW / 2;
          case LAST -> WINDOW - 1;
        };
    return Architecture.of(
        "binary",
        stems,
        new Architecture.Grid(SAMPLE_RATE, FFT_LENGTH, HOP_LENGTH),
        new FrontEnd.Mono(),
        head,
        1,
        new Windows(WINDOW, at, inner));
  }

  private static Convolution square(String name, int in, int out) {
    return new Convolution(
        name, in, out, Axis.centred(3, 1), Axis.centred(3, 1), Activation.LINEAR);
  }

  /// A dense layer is a convolution whose kernel is as large as its picture.
  private static Convolution dense(String name, int in, int bins, int frames, int out) {
    return new Convolution(
        name, in, out, new Axis(bins, 1, 0, 0), new Axis(frames, 1, 0, 0), Activation.LINEAR);
  }
}

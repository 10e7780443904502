package dev.isolator.train.family;

import dev.isolator.train.layer.Layer;
import dev.isolator.train.layer.Layer.Activation;
import dev.isolator.train.layer.Layer.Axis;
import dev.isolator.train.layer.Layer.Chain;
import dev.isolator.train.layer.Layer.Convolution;
import dev.isolator.train.layer.Layer.Exemplars;
import dev.isolator.train.layer.Layer.Residual;
import dev.isolator.train.layer.Layer.Scale;
import java.util.ArrayList;
import java.util.List;

/// The family `cepstral`: a deep residual network on the cepstra of micro-signals (1024 samples at
/// 22.05 kHz, every 256), which says whether somebody sings, and makes masks by comparing each
/// frame with learnt exemplars.
///
/// | part | out, channels × quefrencies × frames |
/// |---|---|
/// | real cepstra, quefrencies 0 to 287 (77 Hz is at 286); with `midSide` of both signals | 1 or 2 × 288 × frames |
/// | block 1: convolution 4 × 7 at stride 4, residual of seven 3 × 1 | c₁ × 72 × frames |
/// | blocks 2 to 4: convolution 3 × 7 at stride 2, residual of seven 3 × 1 | c × 36, 18, 9 |
/// | blocks after the fourth: residual of eight 3 × 1; the first stands before it where channels change | c × 9 |
/// | the last block has one less, and the final layer: all quefrencies to 1 + heads · embedding | 33 × 1 |
/// | exemplars: the embedding's cosine similarity with each, softmax, weighted sum of their masks | 1 + 513 a stem |
///
/// So `n` blocks of eight are `8 n − 1` layers and a final one: 27 are the article's 215 + 1. The
/// low quefrencies are the envelope, those from 22 on the pitch; in time all four kernels together
/// see 25 frames, whatever the depth (with fewer blocks they are longer). Each convolution is
/// followed by batch norm and ReLU, which is what lets 215 layers train.
///
/// Sources: M. Gazzaruso's Isolator (a CNN on cepstra, similarity matrix, 215 + 1 layers); He et
/// al., Deep residual learning, CVPR 2016; Bogert, Healy and Tukey, 1963, for the cepstrum; Vinyals
/// et al., Matching networks, NIPS 2016, for the softmax over cosine similarities. What the article
/// leaves open is stated in docs/decisions/0013.
public final class Cepstral {
  private static final int SAMPLE_RATE = 22_050;
  private static final int FFT_LENGTH = 1024;
  private static final int HOP_LENGTH = 256;

  /// Rows of the picture: a multiple of 32.
  private static final int QUEFRENCIES = 288;

  private static final int LAYERS_A_BLOCK = 8;

  /// Blocks that have a stride along quefrency and a kernel along time.
  private static final int SHRINKING = 4;

  private static final double TEMPERATURE = 0.1;

  private Cepstral() {}

  /// What can be chosen.
  ///
  /// @param channels of each block; as many as there are blocks, 1 to 64
  /// @param exemplars how many are learnt, for each head
  /// @param heads ranges of bins that have embeddings and exemplars of their own, 1 to 32
  /// @param embedding numbers that a frame is compared by, for each head, 1 to 256
  /// @param patchFrames frames of the whole network's receptive field, one more than a multiple of
  ///   8; the article's network has 25
  /// @param causal whether frames of the future are left out
  /// @param midSide whether the cepstra of the side signal are heard beside those of the mid signal
  public record Settings(
      List<Integer> channels,
      int exemplars,
      int heads,
      int embedding,
      int patchFrames,
      boolean causal,
      boolean midSide) {
    public Settings {
      channels = List.copyOf(channels);
      if (channels.isEmpty() || channels.size() > 64) {
        throw new IllegalArgumentException(
            "channels must be those of 1 to 64 blocks, were " + channels);
      }
      if (patchFrames < 9 || patchFrames > 257 || patchFrames % 8 != 1) {
        throw new IllegalArgumentException(
            "patchFrames must be one more than a multiple of 8, from 9 to 257, was " + patchFrames);
      }
      if (embedding < 1 || embedding > 256) {
        throw new IllegalArgumentException("embedding must be from 1 to 256, was " + embedding);
      }
    }

    /// One head, an embedding of 32, 25 frames and the mid signal alone: as the article's network
    /// was read.
    public Settings(List<Integer> channels, int exemplars, boolean causal) {
      this(channels, exemplars, 1, 32, 25, causal, false);
    }
  }

  /// As [#of(List, Settings)], with one head, an embedding of 32, 25 frames and the mid signal
  /// alone.
  public static Architecture of(
      List<String> stems, List<Integer> channels, int exemplars, boolean causal) {
    return of(stems, new Settings(channels, exemplars, causal));
  }

  /// The network.
  public static Architecture of(List<String> stems, Settings settings) {
    var channels = settings.channels();
    var layers = new ArrayList<Layer>();
    int blocks = channels.size();
    var front = new FrontEnd.Cepstra(QUEFRENCIES, settings.midSide());
    int in = front.channels();
    int rows = QUEFRENCIES;
    for (int block = 0; block < blocks; block++) {
      int out = channels.get(block);
      String name = "block" + (block + 1);
      int stride = block == 0 ? 4 : block < SHRINKING ? 2 : 1;
      boolean alike = in == out && block >= SHRINKING;
      if (!alike) {
        var time = time(block, blocks, settings);
        layers.add(
            new Convolution(name + ".1", in, out, bands(stride), time, Activation.BATCH_NORM_RELU));
      }
      rows /= stride;
      var inner = new ArrayList<Layer>();
      int end = block == blocks - 1 ? LAYERS_A_BLOCK - 1 : LAYERS_A_BLOCK;
      for (int layer = alike ? 1 : 2; layer <= end; layer++) {
        var kernel = Axis.centred(3, 1);
        inner.add(
            new Convolution(
                name + "." + layer,
                out,
                out,
                kernel,
                Axis.centred(1, 1),
                Activation.BATCH_NORM_RELU));
      }
      inner.add(new Scale(1 / Math.sqrt(blocks)));
      layers.add(new Residual(new Chain(inner)));
      in = out;
    }
    var whole = new Axis(rows, 1, 0, 0);
    layers.add(
        new Convolution(
            "final",
            in,
            1 + settings.heads() * settings.embedding(),
            whole,
            Axis.centred(1, 1),
            Activation.LINEAR));
    int pictures = stems.size() == 2 ? 1 : stems.size();
    layers.add(
        new Exemplars(
            "exemplars",
            settings.heads(),
            settings.embedding(),
            settings.exemplars(),
            pictures,
            FFT_LENGTH / 2 + 1,
            TEMPERATURE));
    return Architecture.of(
        "cepstral",
        stems,
        new Architecture.Grid(SAMPLE_RATE, FFT_LENGTH, HOP_LENGTH),
        front,
        new Head.VoiceAndShares(),
        1,
        new Chain(layers));
  }

  private static Axis bands(int stride) {
    return switch (stride) {
      case 4 -> new Axis(4, 4, 0, 0);
      case 2 -> new Axis(3, 2, 1, 0);
      default -> Axis.centred(3, 1);
    };
  }

  /// The patch is shared out among the first four blocks, or all if they are fewer.
  private static Axis time(int block, int blocks, Settings settings) {
    int shared = Math.min(blocks, SHRINKING);
    int kernel = block < shared ? (settings.patchFrames() - 1) / shared + 1 : 1;
    return settings.causal() ? Axis.causal(kernel, 1) : Axis.centred(kernel, 1);
  }
}

package dev.isolator.train.layer;

import java.util.List;

/// One step of a network over a picture `[batch][channels][bands][frames]`.
public sealed interface Layer {

  /// A convolution and what follows it.
  ///
  /// @param name unique in the network; its weights are `name.w`, `name.b` and so on
  /// @param in channels in
  /// @param out channels out
  /// @param bands the kernel along frequency
  /// @param frames the kernel along time
  /// @param activation what follows
  record Convolution(String name, int in, int out, Axis bands, Axis frames, Activation activation)
      implements Layer {}

  /// A transposed convolution of 2 × 2 at stride 2: every cell becomes four. Then batch norm, ReLU.
  ///
  /// @param delay frames by which the output is delayed, with zeros before it: 0, or 1 in causal
  ///   networks, where slow frame `t` is finished with fast frame `2t + 1` and is used from there
  ///   on
  record TransposedConvolution(String name, int in, int out, int delay) implements Layer {}

  /// `x` earlier by some frames, zeros after the last one: a causal network behind which it stands
  /// looks so many frames ahead. Only as the last layer of a network.
  record Advance(int frames) implements Layer {}

  /// One layer after another.
  record Chain(List<Layer> layers) implements Layer {
    public Chain {
      layers = List.copyOf(layers);
    }

    public Chain(Layer... layers) {
      this(List.of(layers));
    }
  }

  /// `x + inner(x)`.
  record Residual(Layer inner) implements Layer {}

  /// `inner(x)` and `x` side by side: their channels in that order.
  record Skip(Layer inner) implements Layer {}

  /// `inner(x) · x`, cell by cell: a skip connection by multiplication, behind which a level has
  /// half as many channels as behind a [Skip].
  ///
  /// Sources: Choi et al., ISMIR 2020 (TFC-TDF U-Net); RT-STT, arXiv 2511.13146, for live use.
  record MultipliedSkip(Layer inner) implements Layer {}

  /// A recurrence along time, the same for every band: a gated recurrent unit (GRU) over a band's
  /// channels, and a linear map of its state back to the channels. The map starts at zero, so that
  /// a [Residual] around it is the identity at first. The state before the first frame is zero.
  ///
  /// With `σ` the logistic function, for each frame:
  ///
  /// ```
  /// r = σ(Wr x + br + Ur h + cr)
  /// z = σ(Wz x + bz + Uz h + cz)
  /// n = tanh(Wn x + bn + r · (Un h + cn))
  /// h = (1 − z) · n + z · h, the next state
  /// ```
  ///
  /// Sources: Cho et al., EMNLP 2014, section 2.3 (GRU, in the form with the reset gate behind the
  /// product, as in cuDNN, libtorch and ONNX); RT-STT, arXiv 2511.13146 (along time alone, at the
  /// bottom alone, shared by the bands).
  ///
  /// @param name unique in the network; weights are `name.w` `[3 · units][channels]` and `name.b`
  ///   of the input, `name.state.w` `[3 · units][units]` and `name.state.b` of the state, both in
  ///   the order reset, update, new; `name.out.w` `[channels][units]` and `name.out.b` of the map
  /// @param channels of the input and the output
  /// @param units numbers in a band's state
  record Recurrence(String name, int channels, int units) implements Layer {}

  /// The largest of each block of cells; what does not fill a block at the end is dropped.
  ///
  /// @param bands cells of a block along frequency
  /// @param frames cells of a block along time
  record Pool(int bands, int frames) implements Layer {}

  /// `x` above zero, `slope · x` below. It is monotonic, so that it may stand after a [Pool] as
  /// well as before it, where there are fewer values.
  record LeakyRelu(double slope) implements Layer {}

  /// In training each value is zero with that probability, and the others are divided by the rest
  /// of it.
  ///
  /// Source: Srivastava et al., JMLR 15, 2014.
  record Dropout(double probability) implements Layer {}

  /// A network over a window that slides frame by frame: for each frame the window around it goes
  /// through `inner` by itself, as a picture of its own with `inner`'s zeros around it, and comes
  /// out as one column. Beyond its ends the picture is zero, as silence is in the front ends that
  /// windows are used with.
  ///
  /// @param frames of a window
  /// @param at which of them, from 0, the answer is for
  /// @param inner convolutions at stride 1 in time, [Pool], [LeakyRelu], [Dropout], in a [Chain];
  ///   one column must come out
  record Windows(int frames, int at, Chain inner) implements Layer {
    public Windows {
      if (at < 0 || at >= frames) {
        throw new IllegalArgumentException(
            "the frame in a window must be from 0 to %d, was %d".formatted(frames - 1, at));
      }
    }
  }

  /// `factor · x`. At the end of a [Residual]'s inner layers it makes deep networks train: the sum
  /// of many branches starts no larger than one.
  ///
  /// Source: Szegedy et al., Inception-v4, AAAI 2017, section 3.3 (scaling of the residuals).
  record Scale(double factor) implements Layer {}

  /// Compares each frame with learnt exemplars: the similarity matrix. The first channel is passed
  /// through, the others are the frame's embedding. Its cosine similarity with every exemplar,
  /// divided by a temperature, becomes weights by a softmax over exemplars; with them the masks
  /// that belong to the exemplars are added up. So masks are shares, 0 to 1, and sum to 1 over
  /// pictures where there are several.
  ///
  /// With several heads each one compares an embedding of its own with exemplars of its own and
  /// answers for its own range of bins ([#firstBin]): a frame's mask is put together from parts
  /// that were learnt from different sounds.
  ///
  /// Source of the heads: Vaswani et al., Attention is all you need, NIPS 2017, section 3.2.2.
  ///
  /// @param name unique in the network; weights are `name.w` `[heads · count][embedding]` and
  ///   `name.masks` `[count][pictures][bins]`, before a sigmoid (1 picture) or a softmax over
  ///   pictures
  /// @param heads 1 to 32
  /// @param embedding channels of a head's embedding; one more than `heads · embedding` comes in
  /// @param count exemplars of each head
  /// @param pictures stems that masks are known of
  /// @param bins of a mask; `1 + pictures · bins` channels of one row go out
  /// @param temperature above 0: the lower, the more the nearest exemplar alone counts
  record Exemplars(
      String name, int heads, int embedding, int count, int pictures, int bins, double temperature)
      implements Layer {
    /// How much wider the last head's range is than the first one's.
    private static final double WIDENING = 19;

    public Exemplars {
      if (heads < 1 || heads > 32) {
        throw new IllegalArgumentException("heads must be from 1 to 32, were " + heads);
      }
    }

    /// The first bin of a head's range; of the head after the last one, the number of bins. Ranges
    /// grow with frequency as what the ear tells apart does: `bins (19^(head / heads) − 1) / 18`.
    public int firstBin(int head) {
      double share = (Math.pow(WIDENING, (double) head / heads) - 1) / (WIDENING - 1);
      return (int) Math.round(bins * share);
    }
  }

  /// A frequency transform (TDF): a fully connected layer along frequency, the same one for every
  /// channel and frame. Each band of the output is a weighted sum of all bands of the input, so
  /// that harmonics which lie far apart are seen at once; a small kernel sees them only through the
  /// slow levels.
  ///
  /// Source: Choi et al., ISMIR 2020, section 4.2 (time-distributed fully-connected networks).
  ///
  /// @param name unique in the network; weights are `name.w` `[out][in]` and, of a linear one,
  ///   `name.b` `[out]`
  /// @param in bands in
  /// @param out bands out
  /// @param channels of the input and the output, each of which batch norm normalises
  /// @param activation what follows; a linear one starts at zero, so that a [Residual] around it is
  ///   the identity at first
  record FrequencyTransform(String name, int in, int out, int channels, Activation activation)
      implements Layer {}

  /// What follows a convolution or a frequency transform.
  enum Activation {
    /// Bias only.
    LINEAR,
    /// Batch norm, then ReLU.
    BATCH_NORM_RELU
  }

  /// A convolution's kernel along one axis.
  ///
  /// @param before zeros put before the first cell
  /// @param after zeros put after the last cell
  record Axis(int kernel, int stride, int before, int after) {
    /// A kernel whose middle stands on the cell it computes: for odd sizes as many cells come out
    /// as go in, and half as many for 4 at stride 2.
    public static Axis centred(int kernel, int stride) {
      return new Axis(kernel, stride, (kernel - 1) / 2, (kernel - 1) / 2);
    }

    /// A kernel that ends on the newest cell of its stride: it sees nothing later.
    public static Axis causal(int kernel, int stride) {
      return new Axis(kernel, stride, kernel - stride, 0);
    }
  }
}

package dev.isolator.model;

import com.google.gson.annotations.SerializedName;
import dev.isolator.spectrum.RealFft;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What lies between the samples of a segment and the tensors of a network that was not made for
/// Isolator: the adapter card. It is data; [AdaptedModel] is the one engine that follows it, and
/// [Contract.Segment] says how segments lie in the song.
///
/// @param source where the files came from, for people
/// @param sources what the network separates into, in the order of its tensors
/// @param files the model's files in their order; most models have one
/// @param inputs the network's inputs
/// @param outputs the network's outputs that count; those of one source are added up
/// @param spectra how spectra are made; null where only waves go in and out
/// @param standardised whether inputs go in with mean 0 and deviation 1, waves and spectra each on
///   their own, and outputs are brought back (Demucs)
/// @param gain by which every source is multiplied, above 0 to 4 (`compensate` of MDX-Net)
/// @param wienerIterations rounds of the multichannel Wiener filter behind magnitudes, 0 to 4
public record Adapter(
    String source,
    List<String> sources,
    List<Part> files,
    List<Tensor> inputs,
    List<Tensor> outputs,
    @Nullable Spectra spectra,
    boolean standardised,
    double gain,
    int wienerIterations) {
  /// The most files that a model may have.
  public static final int MOST_FILES = 16;

  public Adapter {
    Objects.requireNonNull(source, "source must be there");
    sources = List.copyOf(sources);
    files = List.copyOf(files);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    check(!sources.isEmpty() && sources.size() <= 16, "sources must be 1 to 16");
    check(!files.isEmpty() && files.size() <= MOST_FILES, "files must be 1 to " + MOST_FILES);
    check(!inputs.isEmpty() && !outputs.isEmpty(), "inputs and outputs must be there");
    check(gain > 0 && gain <= 4, "gain must be above 0 and at most 4");
    check(wienerIterations >= 0 && wienerIterations <= 4, "wienerIterations must be 0 to 4");
    for (int i = 0; i < sources.size(); i++) {
      double sum = 0;
      for (Part file : files) {
        check(file.weights().size() == sources.size(), "files must have a weight for each source");
        sum += file.weights().get(i);
      }
      check(sum > 0, "files must have a weight above 0 for each source");
    }
    boolean onlyWaves = true;
    for (Tensor tensor : inputs) {
      check(tensor.kind() != Kind.RATIO && tensor.kind() != Kind.MASK, "masks are no input");
      onlyWaves &= tensor.kind() == Kind.WAVES;
    }
    for (Tensor tensor : outputs) {
      onlyWaves &= tensor.kind() == Kind.WAVES;
    }
    check(onlyWaves || spectra != null, "spectra must be there");
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /// A file of the model.
  ///
  /// @param sha256 of the file, lower-case hex
  /// @param weights of its answer for each source, 0 or more: a source is `Σ wᵢ yᵢ / Σ wᵢ` over the
  ///   files
  public record Part(String sha256, List<Double> weights) {
    public Part {
      Objects.requireNonNull(sha256, "sha256 must be there");
      weights = List.copyOf(weights);
      check(
          weights.stream().allMatch(w -> w >= 0 && w <= 1e6), "weights must be from 0 to 1000000");
    }
  }

  /// An input or output.
  ///
  /// @param name in the ONNX file
  /// @param kind what is in it
  /// @param axes its layout, such as `1 cp f t`, with the letters `s` source, `c` channel, `p` real
  ///   and imaginary part, `f` bin, `t` frame, `n` sample, and `1`; letters written together share
  ///   an axis
  public record Tensor(String name, Kind kind, String axes) {
    public Tensor {
      Objects.requireNonNull(name, "name must be there");
      Objects.requireNonNull(kind, "kind must be one that there is");
      TensorAxes.parse(axes);
    }
  }

  /// What is in a tensor.
  public enum Kind {
    /// Samples.
    @SerializedName("waves")
    WAVES,
    /// Complex spectra.
    @SerializedName("spectrum")
    SPECTRUM,
    /// Real parts of spectra.
    @SerializedName("real")
    REAL,
    /// Imaginary parts of spectra.
    @SerializedName("imaginary")
    IMAGINARY,
    /// Magnitudes; as an output they get the phase of the mix (Open-Unmix).
    @SerializedName("magnitudes")
    MAGNITUDES,
    /// Magnitudes whose squares share the mix out: the mask of source `i` is `(yᵢ² + ε / S) / (Σ y²
    /// + ε)`, `ε` = 10⁻¹⁰ (Spleeter). Above the network's bins the mean of its highest 16 counts.
    @SerializedName("ratio")
    RATIO,
    /// Complex factors for the mix' spectrum.
    @SerializedName("mask")
    MASK
  }

  /// The short-time Fourier transform around a network: a periodic Hann window, transforms as
  /// [dev.isolator.spectrum.RealFft] scales them. Frame `t` has the samples from `firstSample + t *
  /// hopLength` of the segment on.
  ///
  /// @param fftLength samples under the window, 16 to 65 536, even, without prime factors above 7
  /// @param hopLength samples from frame to frame, 1 to `fftLength / 2`
  /// @param bins that the network takes, from 0 Hz on; above them the mix' own are taken for masks,
  ///   and nothing for spectra
  /// @param frames in a segment
  /// @param firstSample where the first frame's window begins in the segment, 0 or below
  /// @param reflected whether the segment is mirrored at its ends; else there is silence
  /// @param zeroedBins the lowest bins, which the network gets as 0
  /// @param scale of the spectra, above 0
  /// @param silentFrames at either end that are taken as silent ones when frames are joined
  ///   (Demucs: 2)
  public record Spectra(
      int fftLength,
      int hopLength,
      int bins,
      int frames,
      int firstSample,
      boolean reflected,
      int zeroedBins,
      double scale,
      int silentFrames) {
    public Spectra {
      check(fftLength >= 16 && fftLength <= 1 << 16, "fftLength must be 16 to 65536");
      check(
          RealFft.fastLength(fftLength) == fftLength,
          "fftLength must be even, without prime factors above 7");
      check(hopLength >= 1 && hopLength <= fftLength / 2, "hopLength must be up to half of it");
      check(bins >= 1 && bins <= fftLength / 2 + 1, "bins must be 1 to fftLength / 2 + 1");
      check(
          frames >= 1 && (long) frames * bins <= 1 << 22, "frames times bins must be 1 to 4194304");
      check(firstSample <= 0 && firstSample >= -fftLength, "firstSample must be -fftLength to 0");
      check(zeroedBins >= 0 && zeroedBins <= bins, "zeroedBins must be 0 to bins");
      check(scale > 0 && scale <= 1e6, "scale must be above 0");
      check(silentFrames >= 0 && silentFrames <= 64, "silentFrames must be 0 to 64");
    }
  }
}

package dev.isolator.model;

import com.google.gson.Gson;
import com.google.gson.annotations.SerializedName;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A family of outside models, as one of the cards in `adapters/`: what its tensors look like, and
/// all that they do not tell. A file's tensors fill in the sizes, and the result is a
/// [Contract.Adapted].
///
/// @param family its name for `--as`
/// @param title its name for people
/// @param accepts its tensors, for people
/// @param variants the layouts in which it is met
/// @param fixed sizes that must be found, by letter; nothing else is of the family
/// @param assumed sizes where the file leaves them open, by letter
/// @param told whether the tensors alone do not say that a file is of this family, so that `--as`
///   must
/// @param framing how frames and samples of a segment belong together
/// @param fftLength 0 where it must be told
/// @param hopLength samples from frame to frame
/// @param zeroedBins the lowest bins, which the network gets as 0
/// @param normalised whether spectra are divided by the root of `fftLength`
/// @param silentFrames as [Adapter.Spectra] has them
/// @param overlap share of a segment that the next one covers too, 0 to below 1
/// @param overlapWindows windows by which segments overlap besides
/// @param leadWindows windows by which the first segment begins before the song
/// @param marginHops frames at either end of a segment that are heard but dropped, at most
/// @param blend how segments are joined
/// @param ends what is heard beyond the song
/// @param standardisedSong whether the song is brought to a level first
/// @param standardisedInputs whether each segment's tensors are
/// @param wienerIterations rounds of the Wiener filter
/// @param filePerSource whether each source has a file of its own
/// @param sources what networks of so many sources give, by their number
record AdapterFamily(
    String family,
    String title,
    String accepts,
    List<Variant> variants,
    Map<String, Integer> fixed,
    Map<String, Integer> assumed,
    boolean told,
    Framing framing,
    int fftLength,
    int hopLength,
    int zeroedBins,
    boolean normalised,
    int silentFrames,
    double overlap,
    int overlapWindows,
    double leadWindows,
    int marginHops,
    Contract.Blend blend,
    Contract.Ends ends,
    boolean standardisedSong,
    boolean standardisedInputs,
    int wienerIterations,
    boolean filePerSource,
    Map<String, List<String>> sources) {
  private static final int SAMPLE_RATE = 44_100;

  /// In the order in which they are tried.
  private static final List<String> FAMILIES =
      List.of(
          "spleeter",
          "mdx-net",
          "htdemucs-core",
          "htdemucs-complex",
          "htdemucs",
          "open-unmix",
          "roformer-spectra",
          "roformer-masks",
          "scnet-spectra",
          "waves");

  /// A layout of inputs and outputs; names do not count.
  record Variant(List<Adapter.Tensor> inputs, List<Adapter.Tensor> outputs) {}

  /// How frames and samples of a segment belong together.
  enum Framing {
    /// There are no frames.
    @SerializedName("none")
    NONE,
    /// `n = hop (t − 1)`, the first frame is centred on the first sample, and the segment is
    /// mirrored at its ends.
    @SerializedName("centred")
    CENTRED,
    /// `n = hop (t − 1) + window`: no frame looks beyond the segment.
    @SerializedName("inside")
    INSIDE,
    /// `t = ⌈n / hop⌉`, the first frame begins 1.5 hops before the segment, which is mirrored.
    @SerializedName("demucs")
    DEMUCS
  }

  /// All families.
  static List<AdapterFamily> all() {
    return FAMILIES.stream().map(AdapterFamily::read).toList();
  }

  private static AdapterFamily read(String name) {
    try (var in = AdapterFamily.class.getResourceAsStream("adapters/" + name + ".json")) {
      if (in == null) {
        throw new IllegalStateException("adapters/" + name + ".json is missing");
      }
      return new Gson()
          .fromJson(new InputStreamReader(in, StandardCharsets.UTF_8), AdapterFamily.class);
    } catch (IOException e) {
      throw new IllegalStateException("adapters/" + name + ".json cannot be read", e);
    }
  }

  /// A layout that a file's tensors fit, with their names, and the sizes of its letters.
  record Match(Variant variant, Map<Character, Integer> sizes) {}

  /// Whether a file's tensors are of this family; null if not.
  @Nullable Match match(OutsideFile file) {
    for (Variant variant : variants) {
      var sizes = new TreeMap<Character, Integer>();
      fixed.forEach((letter, size) -> sizes.put(letter.charAt(0), size));
      var inputs = assign(variant.inputs(), file.inputs(), sizes);
      var outputs = inputs == null ? null : assign(variant.outputs(), file.outputs(), sizes);
      if (inputs != null && outputs != null) {
        assumed.forEach((letter, size) -> sizes.putIfAbsent(letter.charAt(0), size));
        return new Match(new Variant(inputs, outputs), sizes);
      }
    }
    return null;
  }

  /// Finds a tensor for each of a layout's; those come in any order, where shapes tell them apart.
  private static @Nullable List<Adapter.Tensor> assign(
      List<Adapter.Tensor> wanted, List<OutsideFile.Shape> found, Map<Character, Integer> sizes) {
    if (wanted.size() != found.size()) {
      return null;
    }
    var left = new ArrayList<>(found);
    var named = new ArrayList<Adapter.Tensor>();
    for (Adapter.Tensor tensor : wanted) {
      var axes = TensorAxes.parse(tensor.axes());
      var fitting = new ArrayList<OutsideFile.Shape>();
      left.stream()
          .filter(shape -> axes.bind(shape.axes(), new TreeMap<>(sizes)))
          .forEach(fitting::add);
      if (fitting.isEmpty()) {
        return null;
      }
      // Of two that fit, such as real and imaginary parts, the name decides if it can.
      var shape =
          fitting.stream()
              .filter(s -> !tensor.name().isEmpty() && s.name().contains(tensor.name()))
              .findFirst()
              .orElse(fitting.getFirst());
      axes.bind(shape.axes(), sizes);
      left.remove(shape);
      named.add(new Adapter.Tensor(shape.name(), tensor.kind(), tensor.axes()));
    }
    return named;
  }

  /// The contract of a file.
  ///
  /// @param window samples under a window
  /// @param names what the network separates into
  /// @param gain of its answer
  /// @throws IllegalArgumentException if sizes do not belong together
  Contract.Adapted adapted(
      Match match,
      int window,
      double gain,
      List<String> names,
      List<Adapter.Part> files,
      String source) {
    Adapter.Spectra spectra = framing == Framing.NONE ? null : spectra(match.sizes(), window);
    int frames = spectra == null ? 0 : spectra.frames();
    int segment = segmentFrames(match.sizes(), window, frames);
    int margin = Math.min(marginHops, frames / 4);
    int stride =
        blend == Contract.Blend.WINDOWS
            ? (frames - 2 * margin) * hopLength
            : (int) ((1 - overlap) * segment) - overlapWindows * window;
    if (stride < 1 || segment > 1 << 22) {
      throw new IllegalArgumentException(
          "expected segments longer than a window and up to %d samples, found %d"
              .formatted(1 << 22, segment));
    }
    return new Contract.Adapted(
        new Contract.Segment(
            SAMPLE_RATE,
            segment,
            stride,
            margin * hopLength,
            (int) (leadWindows * window),
            blend,
            ends,
            standardisedSong),
        new Adapter(
            source,
            names,
            files,
            match.variant().inputs(),
            match.variant().outputs(),
            spectra,
            standardisedInputs,
            gain,
            wienerIterations));
  }

  private int segmentFrames(Map<Character, Integer> sizes, int window, int frames) {
    return switch (framing) {
      case NONE, DEMUCS -> size(sizes, 'n');
      case CENTRED -> hopLength * (frames - 1);
      case INSIDE -> hopLength * (frames - 1) + window;
    };
  }

  private Adapter.Spectra spectra(Map<Character, Integer> sizes, int window) {
    int frames = framing == Framing.DEMUCS ? demucsFrames(sizes) : size(sizes, 't');
    int first =
        switch (framing) {
          case NONE, INSIDE -> 0;
          case CENTRED -> -window / 2;
          case DEMUCS -> -hopLength * 3 / 2;
        };
    return new Adapter.Spectra(
        window,
        hopLength,
        size(sizes, 'f'),
        frames,
        first,
        framing != Framing.INSIDE,
        zeroedBins,
        normalised ? 1 / Math.sqrt(window) : 1,
        silentFrames);
  }

  private int demucsFrames(Map<Character, Integer> sizes) {
    int frames = Math.ceilDiv(size(sizes, 'n'), hopLength);
    if (sizes.getOrDefault('t', frames) != frames) {
      throw new IllegalArgumentException(
          "expected %d frames for segments of %d samples, found %d"
              .formatted(frames, size(sizes, 'n'), size(sizes, 't')));
    }
    return frames;
  }

  private static int size(Map<Character, Integer> sizes, char letter) {
    Integer size = sizes.get(letter);
    if (size == null) {
      throw new IllegalArgumentException(
          "expected a fixed number of %s, found any"
              .formatted(
                  switch (letter) {
                    case 'n' -> "samples";
                    case 't' -> "frames";
                    case 'f' -> "bins";
                    default -> "sources";
                  }));
    }
    return size;
  }
}

package dev.isolator.train.torch;

import dev.isolator.train.layer.Layer;
import java.util.function.Function;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// [Layer.Exemplars] on libtorch, in single precision.
///
/// @param weight a weight by its name
record ExemplarRun(Function<String, Tensor> weight) {
  /// Added to squared lengths, so that nothing is divided by zero.
  private static final double TINY = 1e-6;

  /// The comparison.
  ///
  /// @param x `[batch][1 + heads · embedding][1][frames]`
  /// @return `[batch][1 + pictures · bins][1][frames]`
  Tensor of(Layer.Exemplars layer, Tensor x) {
    var input = x.to(torch.ScalarType.Float).select(2, 0); // [batch][1 + embeddings][frames]
    long batch = input.size(0);
    long frames = input.size(2);
    var masks = weight.apply(layer.name() + ".masks"); // [exemplars][pictures][bins]
    var known = layer.pictures() == 1 ? torch.sigmoid(masks) : torch.softmax(masks, 1);
    var ranges = new TensorVector();
    for (int head = 0; head < layer.heads(); head++) {
      int from = layer.firstBin(head);
      long bins = (long) layer.firstBin(head + 1) - from;
      var flat = known.narrow(2, from, bins).reshape(layer.count(), layer.pictures() * bins);
      var range = torch.matmul(flat.t(), shares(layer, head, input));
      ranges.push_back(range.view(batch, layer.pictures(), bins, frames));
    }
    var mask = torch.cat(ranges, 2).reshape(batch, (long) layer.pictures() * layer.bins(), frames);
    return torch.cat(new TensorVector(input.narrow(1, 0, 1), mask), 1).unsqueeze(2);
  }

  /// How much each exemplar of a head counts, `[batch][exemplars][frames]`.
  private Tensor shares(Layer.Exemplars layer, int head, Tensor input) {
    long size = layer.embedding();
    var embedding = input.narrow(1, 1 + head * size, size);
    var exemplars =
        weight.apply(layer.name() + ".w").narrow(0, (long) head * layer.count(), layer.count());
    var similarity = torch.matmul(unit(exemplars, 1), unit(embedding, 1));
    return torch.softmax(similarity.div(new Scalar(layer.temperature())), 1);
  }

  private static Tensor unit(Tensor x, long axis) {
    var length =
        x.mul(x)
            .sum(new long[] {axis}, true, new ScalarTypeOptional())
            .add(new Scalar(TINY))
            .sqrt();
    return x.div(length);
  }
}

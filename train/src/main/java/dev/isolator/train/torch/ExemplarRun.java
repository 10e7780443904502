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
  /// @param x `[batch][1 + embedding][1][frames]`
  /// @return `[batch][1 + pictures · bins][1][frames]`
  Tensor of(Layer.Exemplars layer, Tensor x) {
    var input = x.to(torch.ScalarType.Float).select(2, 0); // [batch][1 + embedding][frames]
    var voice = input.narrow(1, 0, 1);
    var embedding = input.narrow(1, 1, layer.embedding());
    var similarity = torch.matmul(unit(weight.apply(layer.name() + ".w"), 1), unit(embedding, 1));
    var shares = torch.softmax(similarity.div(new Scalar(layer.temperature())), 1);
    var masks = weight.apply(layer.name() + ".masks"); // [exemplars][pictures][bins]
    var known = layer.pictures() == 1 ? torch.sigmoid(masks) : torch.softmax(masks, 1);
    var flat = known.reshape(layer.count(), (long) layer.pictures() * layer.bins());
    var mask = torch.matmul(flat.t(), shares);
    return torch.cat(new TensorVector(voice, mask), 1).unsqueeze(2);
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

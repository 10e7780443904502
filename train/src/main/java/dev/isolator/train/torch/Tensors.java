package dev.isolator.train.torch;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// Java's arrays to tensors and back.
public final class Tensors {
  private Tensors() {}

  /// A tensor of single precision with its own memory.
  public static Tensor of(float[] values, long... shape) {
    var tensor = torch.empty(shape);
    set(tensor, values);
    return tensor;
  }

  /// Copies an array into a contiguous tensor of as many values.
  public static void set(Tensor tensor, float[] values) {
    if (values.length > 0) { // an empty tensor has no memory to point at
      new FloatPointer(tensor.data_ptr_float()).put(values, 0, values.length);
    }
  }

  /// Copies a contiguous tensor of single precision into an array of its size.
  public static void read(Tensor tensor, float[] values) {
    if (values.length > 0) {
      new FloatPointer(tensor.data_ptr_float()).get(values, 0, values.length);
    }
  }

  /// The values in the order of the shape, from whichever device.
  public static float[] values(Tensor tensor) {
    var flat = tensor.detach().to(torch.ScalarType.Float).cpu().contiguous();
    var values = new float[Math.toIntExact(flat.numel())];
    read(flat, values);
    return values;
  }
}

package dev.isolator.train.torch;

import java.io.IOException;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// What runs the network: the processor, or a graphics card that libtorch's CUDA natives find.
///
/// Weights and their moments are stored on the device, and batches are copied to it; features and
/// losses are computed on the processor.
public enum ComputeDevice {
  CPU,
  CUDA;

  /// What the settings ask for.
  public enum Choice {
    /// CUDA where there is one.
    AUTO,
    CPU,
    CUDA
  }

  /// The device of a choice; libtorch must be loaded.
  ///
  /// @throws IOException if CUDA is asked for and there is none
  public static ComputeDevice of(Choice choice) throws IOException {
    boolean there = torch.cuda_is_available();
    if (choice == Choice.CUDA && !there) {
      throw new IOException(
          "device: expected a CUDA device, libtorch finds none; build the trainer with the Maven profile gpu, look at nvidia-smi, or set device: auto");
    }
    return there && choice != Choice.CPU ? CUDA : CPU;
  }

  /// A copy of a tensor on this device; the tensor itself if it is there already. Gradients flow
  /// back through the copy.
  public Tensor bring(Tensor tensor) {
    return switch (this) {
      case CPU -> tensor.cpu();
      case CUDA -> tensor.cuda();
    };
  }
}

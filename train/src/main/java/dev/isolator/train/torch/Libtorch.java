package dev.isolator.train.torch;

import java.io.IOException;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;

/// Loads libtorch.
public final class Libtorch {
  private static final String[] NATIVES = {
    "c10", "c10_cuda", "torch_cpu", "torch_cuda", "torch", "jnitorch"
  };

  private static boolean loaded;

  private Libtorch() {}

  /// Unpacks and loads the natives, once, and sets how many threads an operation uses.
  ///
  /// @param threads 1 or more
  public static synchronized void load(int threads) {
    if (!loaded) {
      // libtorch.so looks for its neighbours when it is opened: all must be unpacked before.
      // Those of the profile gpu lie in a folder of their own.
      for (String kind : new String[] {"", "-gpu"}) {
        String folder = "/org/bytedeco/pytorch/" + Loader.getPlatform() + kind + "/";
        for (String name : NATIVES) {
          unpack(folder + System.mapLibraryName(name));
        }
        unpack(folder + "libgomp.so.1");
      }
      loaded = true;
    }
    torch.set_num_threads(threads);
  }

  private static void unpack(String resource) {
    try {
      var _ = Loader.cacheResource(resource); // null where the platform has no such library
    } catch (IOException e) {
      throw new IllegalStateException(
          "libtorch cannot be unpacked to %s (%s); free some space, or set org.bytedeco.javacpp.cachedir"
              .formatted(System.getProperty("org.bytedeco.javacpp.cachedir", "~/.javacpp"), e),
          e);
    }
  }
}

package dev.isolator.live.device;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import org.jspecify.annotations.Nullable;

/// Whether another thread may end the one that calls (pthread_cancel). Where there are no POSIX
/// threads nothing is done.
///
/// Source: POSIX.1-2017, `pthread_setcancelstate`.
final class ThreadCancellation {
  private static final int ENABLE = Platform.isMac() ? 1 : 0;
  private static final int DISABLE = 1 - ENABLE;
  private static final @Nullable Function SET_STATE =
      Platform.isWindows()
          ? null
          : NativeLibrary.getInstance(Platform.C_LIBRARY_NAME)
              .getFunction("pthread_setcancelstate");

  private ThreadCancellation() {}

  /// The calling thread ends of its own accord only.
  static void disable() {
    set(DISABLE);
  }

  /// The calling thread may be ended by another one, as is usual.
  static void enable() {
    set(ENABLE);
  }

  private static void set(int state) {
    if (SET_STATE != null) {
      SET_STATE.invokeInt(new Object[] {state, null});
    }
  }
}

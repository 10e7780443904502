package dev.isolator.live.device;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/// What JACK's library would write on standard error: kept away from it, as every failure is told
/// in a line of ours.
///
/// JACK writes from threads of its own, most of all while it ends them, and it ends them wherever
/// they are. A message must not lead one of them into the JVM: the listener is a function of the C
/// library that takes a text and does nothing with it, `strlen`.
final class JackMessages {
  private static boolean silenced;

  private JackMessages() {}

  /// Silences the library; once.
  ///
  /// @throws LinkageError if there is no such library
  static synchronized void silence() {
    if (!silenced) {
      var library = NativeLibrary.getInstance("jack");
      Function nobody = NativeLibrary.getInstance(Platform.C_LIBRARY_NAME).getFunction("strlen");
      library.getFunction("jack_set_error_function").invokeVoid(new Object[] {nobody});
      library.getFunction("jack_set_info_function").invokeVoid(new Object[] {nobody});
      silenced = true;
    }
  }
}

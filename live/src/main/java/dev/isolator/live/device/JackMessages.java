package dev.isolator.live.device;

import com.sun.jna.Callback;
import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;

/// What JACK's library would write on standard error: kept away from it, as every failure is told
/// in a line of ours.
final class JackMessages {
  /// Takes a text and drops it.
  private interface Listener extends Callback {
    @SuppressWarnings("UnusedMethod") // native code calls it
    void invoke(String text);
  }

  private static final Listener NOBODY = text -> {};
  private static boolean silenced;

  private JackMessages() {}

  /// Silences the library; once.
  ///
  /// @throws LinkageError if there is no such library
  static synchronized void silence() {
    if (!silenced) {
      var library = NativeLibrary.getInstance("jack");
      set(library.getFunction("jack_set_error_function"));
      set(library.getFunction("jack_set_info_function"));
      silenced = true;
    }
  }

  private static void set(Function function) {
    function.invokeVoid(new Object[] {NOBODY});
  }
}

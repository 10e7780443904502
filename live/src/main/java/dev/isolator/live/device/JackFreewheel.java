package dev.isolator.live.device;

import com.sun.jna.CallbackThreadInitializer;
import com.sun.jna.Native;
import com.sun.jna.ptr.IntByReference;
import org.jaudiolibs.jnajack.JackOptions;
import org.jaudiolibs.jnajack.lowlevel.JackLibrary;
import org.jaudiolibs.jnajack.lowlevel.JackLibrary._jack_client;
import org.jspecify.annotations.Nullable;

/// Hears when a JACK server begins to run as fast as it can (freewheel mode), and when it stops to:
/// a client of its own without ports, as JNAJack has no callback for it. Without one the server is
/// taken to run in real time.
final class JackFreewheel implements AutoCloseable {
  private final JackLibrary jack = JackServer.functions();
  private final @Nullable _jack_client client;

  /// Held here, for otherwise it would be collected while native code has it.
  private final JackLibrary.JackFreewheelCallback callback;

  private volatile boolean on;

  JackFreewheel(String name) {
    this.client =
        jack.jack_client_open(
            name, JackOptions.JackNoStartServer.getIntValue(), new IntByReference());
    this.callback = (starting, argument) -> on = starting != 0;
    if (client != null) {
      // Its thread stays with the JVM until it ends: each time that it left, JACK might cancel it.
      Native.setCallbackThreadInitializer(
          callback, new CallbackThreadInitializer(true, false, "isolator-live-jack-freewheel"));
      jack.jack_set_freewheel_callback(client, callback, null);
      jack.jack_activate(client);
    }
  }

  /// Whether the server runs as fast as it can. Any thread.
  boolean isOn() {
    return on;
  }

  /// No more is heard from now on, but for a call that is under way.
  void deactivate() {
    if (client != null) {
      jack.jack_deactivate(client);
    }
  }

  /// Ends the client. Some time after [#deactivate()].
  @Override
  public void close() {
    if (client != null) {
      jack.jack_client_close(client);
    }
  }
}

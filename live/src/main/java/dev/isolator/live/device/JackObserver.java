package dev.isolator.live.device;

import com.sun.jna.CallbackThreadInitializer;
import com.sun.jna.Native;
import com.sun.jna.ptr.IntByReference;
import org.jaudiolibs.jnajack.JackOptions;
import org.jaudiolibs.jnajack.lowlevel.JackLibrary;
import org.jaudiolibs.jnajack.lowlevel.JackLibrary._jack_client;
import org.jaudiolibs.jnajack.lowlevel.JackLibrary.jack_latency_range_t;
import org.jspecify.annotations.Nullable;

/// A client without ports, for what JNAJack has no function for: it hears when a JACK server begins
/// to run as fast as it can (freewheel mode) and when it stops to, and asks how late ports of other
/// clients are. Without one the server is taken to run in real time, and ports to be in time.
final class JackObserver implements AutoCloseable {
  private final JackLibrary jack = JackServer.functions();
  private final @Nullable _jack_client client;

  /// Held here, for otherwise it would be collected while native code has it.
  private final JackLibrary.JackFreewheelCallback callback;

  private volatile boolean freewheeling;

  JackObserver(String name) {
    this.client =
        jack.jack_client_open(
            name, JackOptions.JackNoStartServer.getIntValue(), new IntByReference());
    this.callback = (starting, argument) -> freewheeling = starting != 0;
    if (client != null) {
      // Its thread stays with the JVM until it ends: each time that it left, JACK might cancel it.
      Native.setCallbackThreadInitializer(
          callback, new CallbackThreadInitializer(true, false, "isolator-live-jack-observer"));
      jack.jack_set_freewheel_callback(client, callback, null);
      jack.jack_activate(client);
    }
  }

  /// Whether the server runs as fast as it can. Any thread.
  boolean isFreewheeling() {
    return freewheeling;
  }

  /// How late the sound of a port is, or how much later it is heard: of a port that others connect
  /// to, and before they do.
  ///
  /// @param gives whether the port gives samples (capture), or takes them (playback)
  /// @return frames; 0 if the port or the server has gone
  int latencyFrames(String port, boolean gives) {
    var found = client == null ? null : jack.jack_port_by_name(client, port);
    if (found == null) {
      return 0;
    }
    var range = new jack_latency_range_t();
    jack.jack_port_get_latency_range(
        found,
        gives
            ? JackLibrary.jack_latency_callback_mode.JackCaptureLatency
            : JackLibrary.jack_latency_callback_mode.JackPlaybackLatency,
        range);
    return range.max;
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

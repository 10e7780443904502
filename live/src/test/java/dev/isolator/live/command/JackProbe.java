package dev.isolator.live.command;

import com.sun.jna.Native;
import com.sun.jna.ptr.IntByReference;
import java.util.EnumSet;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jaudiolibs.jnajack.Jack;
import org.jaudiolibs.jnajack.JackClient;
import org.jaudiolibs.jnajack.JackOptions;
import org.jaudiolibs.jnajack.JackPort;
import org.jaudiolibs.jnajack.JackPortFlags;
import org.jaudiolibs.jnajack.JackPortType;
import org.jaudiolibs.jnajack.JackStatus;
import org.jaudiolibs.jnajack.lowlevel.JackLibrary;

/// A program beside `isolator live` that sends an impulse through it, with the server as fast as it
/// can (freewheel), and prints after how many frames it came back, and how high: `2816 1.000000`.
///
/// From this client to isolator and back is a loop; JACK breaks it by giving one of the two what
/// the other made a block earlier.
public final class JackProbe {
  private static final int AT = 100_000;
  private static final int FRAMES = 200_000;

  private JackProbe() {}

  /// Sends and hears.
  ///
  /// @param args the ports to send to and to hear from
  public static void main(String[] args) throws Exception {
    var jack = Jack.getInstance();
    JackClient client =
        jack.openClient(
            "probe", EnumSet.of(JackOptions.JackNoStartServer), EnumSet.noneOf(JackStatus.class));
    JackPort send = client.registerPort("send", JackPortType.AUDIO, JackPortFlags.JackPortIsOutput);
    JackPort hear = client.registerPort("hear", JackPortType.AUDIO, JackPortFlags.JackPortIsInput);
    var heard = new float[FRAMES];
    var sent = new long[1];
    var done = new CountDownLatch(1);
    var library = Native.load("jack", JackLibrary.class);
    var switcher =
        library.jack_client_open(
            "switch", JackOptions.JackNoStartServer.getIntValue(), new IntByReference());
    client.setProcessCallback(
        (_, frames) -> {
          long at = sent[0];
          for (int i = 0; i < frames; i++) {
            send.getFloatBuffer().put(i, at + i == AT ? 1 : 0);
            if (at + i < FRAMES) {
              heard[(int) at + i] = hear.getFloatBuffer().get(i);
            }
          }
          sent[0] = at + frames;
          if (sent[0] >= FRAMES) {
            done.countDown();
            return false; // JACK ends its thread of its own accord
          }
          return true;
        });
    library.jack_activate(switcher);
    library.jack_set_freewheel(switcher, 1);
    client.activate();
    jack.connect(client, send.getName(), args[0]);
    jack.connect(client, args[1], hear.getName());
    boolean all = done.await(30, TimeUnit.SECONDS);
    library.jack_set_freewheel(switcher, 0);
    int loudest = 0;
    for (int i = 0; i < FRAMES; i++) {
      loudest = Math.abs(heard[i]) > Math.abs(heard[loudest]) ? i : loudest;
    }
    System.out.printf(Locale.ROOT, "%s %d %.6f%n", all, loudest - AT, heard[loudest]);
    System.out.flush();
    Thread.sleep(250); // JACK's thread has left the JVM when its client is closed
    client.close();
    library.jack_client_close(switcher);
    System.exit(0);
  }
}

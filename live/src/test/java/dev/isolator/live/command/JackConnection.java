package dev.isolator.live.command;

import java.util.Arrays;
import java.util.EnumSet;
import org.jaudiolibs.jnajack.Jack;
import org.jaudiolibs.jnajack.JackException;
import org.jaudiolibs.jnajack.JackOptions;
import org.jaudiolibs.jnajack.JackStatus;

/// A program that waits until two ports are connected, for up to half a minute.
public final class JackConnection {
  private JackConnection() {}

  /// Exits with 0 when they are.
  ///
  /// @param args two ports
  public static void main(String[] args) throws Exception {
    var jack = Jack.getInstance();
    var client =
        jack.openClient(
            "look", EnumSet.of(JackOptions.JackNoStartServer), EnumSet.noneOf(JackStatus.class));
    long end = System.nanoTime() + 30_000_000_000L;
    boolean connected = false;
    while (!connected && System.nanoTime() < end) {
      try {
        connected = Arrays.asList(jack.getAllConnections(client, args[0])).contains(args[1]);
      } catch (JackException _) {
        // the port is not there yet
      }
      Thread.sleep(20);
    }
    client.close(); // a client that is just gone leaves the server stuck for seconds
    System.exit(connected ? 0 : 1);
  }
}

package dev.isolator.live.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jaudiolibs.jnajack.lowlevel.JackLibrary;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/// A JACK server of a test's own, without a sound card; [LivePrograms] run beside it. Every wait
/// has an end.
///
/// @param name which clients find by `JACK_DEFAULT_SERVER`
/// @param said what it writes
record JackTestServer(String name, Process process, Path said) implements AutoCloseable {
  static final int RATE = 44_100;
  static final int BLOCK = 256;
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final Path PROGRAM = Path.of("/usr/bin/jackd");

  /// Starts one. Where there is none the test is skipped, unless continuous integration runs it.
  static JackTestServer start(String name) throws IOException {
    return start(name, List.of(), List.of());
  }

  /// Starts one with options.
  ///
  /// @param ofServer such as `--sync`
  /// @param ofDriver such as `--capture 0`
  static JackTestServer start(String name, List<String> ofServer, List<String> ofDriver)
      throws IOException {
    if (!Files.isExecutable(PROGRAM)) {
      var message = "no " + PROGRAM + "; install it (Debian: jackd2)";
      if ("true".equals(System.getenv("CI"))) {
        fail(message);
      }
      Assumptions.abort(message);
    }
    var command = new ArrayList<>(List.of(PROGRAM.toString(), "--no-realtime", "--name", name));
    command.addAll(ofServer);
    command.addAll(List.of("-d", "dummy", "--rate", Integer.toString(RATE)));
    command.addAll(List.of("--period", Integer.toString(BLOCK)));
    command.addAll(ofDriver);
    var said = Files.createTempFile("isolator-jackd", ".log");
    var server =
        new JackTestServer(
            name,
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start(),
            said);
    server.awaitReady();
    return server;
  }

  /// Waits until a client can be opened, or half a minute is over.
  private void awaitReady() throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!isReady()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        var text = Files.readString(said);
        close();
        fail("jackd does not start: " + text); // 8 servers at a time; killed ones count
      }
      LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private boolean isReady() {
    Pointer client = open();
    if (client == null) {
      return false; // not yet
    }
    library().jack_client_close(client);
    return true;
  }

  /// Changes the frames of a block while the server runs.
  void setBlock(int frames) {
    Pointer client = Objects.requireNonNull(open());
    assertEquals(0, library().jack_set_buffer_size(client, frames));
    library().jack_client_close(client);
  }

  /// Waits until two ports are connected, or a minute is over. Without a program of its own, as one
  /// takes longer to start than most tests.
  void awaitConnected(String port, String other) {
    Pointer client = Objects.requireNonNull(open());
    try {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (!connections(client, port).contains(other)) {
        if (System.nanoTime() > end) {
          fail("%s is not connected to %s".formatted(port, other));
        }
        LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(20));
      }
    } finally {
      library().jack_client_close(client);
    }
  }

  /// The ports that one is connected to; none while it is not there.
  private static List<String> connections(Pointer client, String port) {
    Pointer found = library().jack_port_by_name(client, port);
    Pointer names = found == null ? null : library().jack_port_get_all_connections(client, found);
    if (names == null) {
      return List.of();
    }
    var connected = List.of(names.getStringArray(0));
    library().jack_free(names);
    return connected;
  }

  private static NamedServers library() {
    return Native.load("jack", NamedServers.class);
  }

  /// A client of this server, or null if it does not answer.
  private @Nullable Pointer open() {
    var nobody = NativeLibrary.getInstance(Platform.C_LIBRARY_NAME).getFunction("strlen");
    for (String kind : List.of("error", "info")) {
      NativeLibrary.getInstance("jack")
          .getFunction("jack_set_%s_function".formatted(kind))
          .invokeVoid(new Object[] {nobody});
    }
    int options =
        JackLibrary.JackOptions.JackNoStartServer | JackLibrary.JackOptions.JackServerName;
    return library().jack_client_open("ready", options, new IntByReference(), name);
  }

  /// What JNAJack has not: a client of a server by its name.
  private interface NamedServers extends Library {
    @Nullable Pointer jack_client_open(
        String client, int options, IntByReference status, Object... server);

    int jack_client_close(Pointer client);

    int jack_set_buffer_size(Pointer client, int frames);

    @Nullable Pointer jack_port_by_name(Pointer client, String port);

    @Nullable Pointer jack_port_get_all_connections(Pointer client, Pointer port);

    void jack_free(Pointer names);
  }

  /// A name that no other test has, on this machine.
  static String newName(String test) {
    return "isolator-%s-%d-%d"
        .formatted(test, ProcessHandle.current().pid(), NAMES.incrementAndGet());
  }

  /// Kills it, so that it can say nothing to its clients.
  void kill() {
    process.destroyForcibly();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly(); // it waits for a client that has gone
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    Files.deleteIfExists(said);
  }
}

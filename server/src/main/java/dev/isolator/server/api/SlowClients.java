package dev.isolator.server.api;

import dev.isolator.server.config.ServerSettings.SlowClientLimits;
import dev.isolator.server.log.Log;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Request;

/// Closes the connections of clients that are too slow:
///
/// - a request body is sent, or a response is received, at less than the minimum rate;
/// - no complete request arrives within the idle time. (Jetty's own idle timeout starts again with
///   each byte, so a client that sends a header now and then would never reach it.)
final class SlowClients implements Connection.Listener, AutoCloseable {
  private static final Log LOG = Log.of(SlowClients.class);
  private static final int LOOKS_PER_WINDOW = 4;

  private final SlowClientLimits limits;
  private final Thread thread;

  /// Request bodies and responses under way; a connection has one at a time.
  private final Map<Connection, Flow> flows = new ConcurrentHashMap<>();

  /// Connections without a request under way, and since when, by [System#nanoTime].
  private final Map<Connection, Long> waiting = new ConcurrentHashMap<>();

  private volatile boolean closed;

  SlowClients(SlowClientLimits limits) {
    this.limits = limits;
    this.thread = Thread.ofVirtual().name("slow-clients").start(this::lookAgainAndAgain);
  }

  /// A measurement of the bytes that pass through a connection.
  ///
  /// @param counter of the connection's bytes in one direction
  /// @param least bytes that must pass in a window
  /// @param bytes that the counter showed when the window began
  /// @param since when the window began, by [System#nanoTime]
  private record Flow(ToLongFunction<Connection> counter, long least, long bytes, long since) {
    static Flow begin(Connection connection, ToLongFunction<Connection> counter, long least) {
      return new Flow(counter, least, counter.applyAsLong(connection), System.nanoTime());
    }
  }

  /// Ends the measurement of a request body or a response.
  interface Watched extends AutoCloseable {
    @Override
    void close();
  }

  @Override
  public void onOpened(Connection connection) {
    waiting.put(connection, System.nanoTime());
  }

  @Override
  public void onClosed(Connection connection) {
    waiting.remove(connection);
    flows.remove(connection);
  }

  /// Notes that a complete request has arrived; the idle time starts again when it is answered.
  void answering(Context ctx) {
    Request request = ServletContextRequest.getServletContextRequest(ctx.req());
    Connection connection = request.getConnectionMetaData().getConnection();
    waiting.remove(connection);
    Request.addCompletionListener(request, _ -> waiting.put(connection, System.nanoTime()));
  }

  /// Measures a request's body while it is read.
  Watched sending(Context ctx) {
    return watch(ctx, Connection::getBytesIn, limits.minUploadBytesPerSecond());
  }

  /// Measures a response while it is written.
  Watched taking(Context ctx) {
    return watch(ctx, Connection::getBytesOut, limits.minDownloadBytesPerSecond());
  }

  private Watched watch(Context ctx, ToLongFunction<Connection> counter, int bytesPerSecond) {
    if (bytesPerSecond == 0) {
      return () -> {};
    }
    Connection connection =
        ServletContextRequest.getServletContextRequest(ctx.req())
            .getConnectionMetaData()
            .getConnection();
    flows.put(
        connection, Flow.begin(connection, counter, bytesPerSecond * limits.window().toSeconds()));
    return () -> flows.remove(connection);
  }

  private void lookAgainAndAgain() {
    try {
      while (!closed) {
        Thread.sleep(limits.window().dividedBy(LOOKS_PER_WINDOW));
        long now = System.nanoTime();
        flows.forEach((connection, flow) -> look(connection, flow, now));
        waiting.forEach((connection, since) -> look(connection, since, now));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(Connection connection, Flow flow, long now) {
    if (now - flow.since() < limits.window().toNanos()) {
      return;
    }
    long bytes = flow.counter().applyAsLong(connection) - flow.bytes();
    if (bytes < flow.least()) {
      flows.remove(connection, flow);
      cutOff(connection, "bytes", bytes, limits.window());
    } else {
      flows.replace(connection, flow, Flow.begin(connection, flow.counter(), flow.least()));
    }
  }

  private void look(Connection connection, long since, long now) {
    if (!connection.getEndPoint().isOpen()) {
      waiting.remove(connection, since); // it was closed before its answer was complete
    } else if (now - since > limits.idle().toNanos()) {
      waiting.remove(connection, since);
      cutOff(connection, "requests", 0, limits.idle());
    }
  }

  private static void cutOff(Connection connection, String what, long count, Duration time) {
    LOG.info(
        "slow client cut off",
        what,
        count,
        "seconds",
        time.toSeconds(),
        "address",
        connection.getEndPoint().getRemoteSocketAddress());
    connection.getEndPoint().close();
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}

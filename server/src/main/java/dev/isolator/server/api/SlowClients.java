package dev.isolator.server.api;

import dev.isolator.server.config.Settings.Patience;
import dev.isolator.server.log.Log;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Request;

/// Cuts off clients that are so slow that they only hold the connection:
///
/// - a body that comes, or an answer that is taken, with less than so many bytes a second;
/// - a connection on which no request becomes whole: nothing is sent, or a header now and a header
///   then. (Jetty's own idle time starts anew with each byte.)
final class SlowClients implements Connection.Listener, AutoCloseable {
  private static final Log LOG = Log.of(SlowClients.class);
  private static final int LOOKS_PER_WINDOW = 4;

  private final Patience patience;
  private final Thread thread;

  /// Bodies and answers under way; a connection has one at a time.
  private final Map<Connection, Flow> flows = new ConcurrentHashMap<>();

  /// Since when no request is under way, by [System#nanoTime].
  private final Map<Connection, Long> waiting = new ConcurrentHashMap<>();

  private volatile boolean closed;

  SlowClients(Patience patience) {
    this.patience = patience;
    this.thread = Thread.ofVirtual().name("slow-clients").start(this::lookAgainAndAgain);
  }

  /// What flows through a connection.
  ///
  /// @param counter of the connection's bytes in one direction
  /// @param least bytes in a window
  /// @param bytes at its beginning
  /// @param since its beginning, by [System#nanoTime]
  private record Flow(ToLongFunction<Connection> counter, long least, long bytes, long since) {
    static Flow begin(Connection connection, ToLongFunction<Connection> counter, long least) {
      return new Flow(counter, least, counter.applyAsLong(connection), System.nanoTime());
    }
  }

  /// Ends the watch of a body or an answer.
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

  /// A request is whole and is being answered; from its end on the next one is waited for.
  void answering(Context ctx) {
    Request request = ServletContextRequest.getServletContextRequest(ctx.req());
    Connection connection = request.getConnectionMetaData().getConnection();
    waiting.remove(connection);
    Request.addCompletionListener(request, _ -> waiting.put(connection, System.nanoTime()));
  }

  /// Watches a request's body while it is read.
  Watched sending(Context ctx) {
    return watch(ctx, Connection::getBytesIn, patience.leastUploadBytesPerSecond());
  }

  /// Watches an answer while it is written.
  Watched taking(Context ctx) {
    return watch(ctx, Connection::getBytesOut, patience.leastDownloadBytesPerSecond());
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
        connection,
        Flow.begin(connection, counter, bytesPerSecond * patience.window().toSeconds()));
    return () -> flows.remove(connection);
  }

  private void lookAgainAndAgain() {
    try {
      while (!closed) {
        Thread.sleep(patience.window().dividedBy(LOOKS_PER_WINDOW));
        long now = System.nanoTime();
        flows.forEach((connection, flow) -> look(connection, flow, now));
        waiting.forEach((connection, since) -> look(connection, since, now));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(Connection connection, Flow flow, long now) {
    if (now - flow.since() < patience.window().toNanos()) {
      return;
    }
    long bytes = flow.counter().applyAsLong(connection) - flow.bytes();
    if (bytes < flow.least()) {
      flows.remove(connection, flow);
      cutOff(connection, "bytes", bytes, patience.window());
    } else {
      flows.replace(connection, flow, Flow.begin(connection, flow.counter(), flow.least()));
    }
  }

  private void look(Connection connection, long since, long now) {
    if (!connection.getEndPoint().isOpen()) {
      waiting.remove(connection, since); // it was closed before its answer was complete
    } else if (now - since > patience.idle().toNanos()) {
      waiting.remove(connection, since);
      cutOff(connection, "requests", 0, patience.idle());
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

package dev.isolator.server.api;

import dev.isolator.server.log.Log;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.Connection;

/// Cuts off clients that send a body so slowly that they only hold the connection: less than so
/// many bytes a second over ten seconds. (Jetty itself cuts off those that send nothing for half a
/// minute.)
final class SlowClients implements AutoCloseable {
  private static final Log LOG = Log.of(SlowClients.class);
  private static final int LOOK_SECONDS = 10;

  private final long leastBytes;
  private final Map<Connection, Long> watched = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /// @param bytesPerSecond the least; 0 = any
  SlowClients(int bytesPerSecond) {
    this.leastBytes = (long) bytesPerSecond * LOOK_SECONDS;
    if (leastBytes > 0) {
      Thread.ofVirtual().name("slow-clients").start(this::lookAgainAndAgain);
    }
  }

  /// Ends the watch of a request's body.
  interface Watched extends AutoCloseable {
    @Override
    void close();
  }

  /// Watches a request's connection while its body is read.
  Watched watch(Context ctx) {
    Connection connection =
        ServletContextRequest.getServletContextRequest(ctx.req())
            .getConnectionMetaData()
            .getConnection();
    watched.put(
        connection, connection.getBytesIn() + leastBytes); // the first look may come at once
    return () -> watched.remove(connection);
  }

  private void lookAgainAndAgain() {
    try {
      while (!closed) {
        Thread.sleep(Duration.ofSeconds(LOOK_SECONDS));
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    for (var entry : watched.entrySet()) {
      Connection connection = entry.getKey();
      long now = connection.getBytesIn();
      long last = entry.getValue();
      if (last >= 0 && last > now) {
        entry.setValue(now); // it began since the last look
      } else if (now - last < leastBytes) {
        LOG.warn("slow client cut off", "bytes", now - last, "seconds", LOOK_SECONDS);
        connection.getEndPoint().close();
      } else {
        entry.setValue(now);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}

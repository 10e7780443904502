package dev.isolator.server.database;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Connections to H2 whose `close` returns when every commit that they made *or could see* is on
/// the disk (fsync). Callers answer a client after they have closed their connection, so nothing
/// that a client was told is lost when the process is killed or the power fails. PostgreSQL does
/// this by itself.
///
/// Connections that are closed at the same time share one fsync (group commit); it takes about a
/// millisecond on an SSD. A connection that only read waits only if another one is just writing: it
/// may have seen a commit that is not on the disk yet. Any thread.
final class DurableDataSource implements DataSource {
  private final DataSource pool;

  /// Connections that have begun to write and are not closed yet.
  private final AtomicInteger writing = new AtomicInteger();

  /// How often the disk was asked for; each number stands for all commits before it was drawn.
  private final AtomicLong asked = new AtomicLong();

  private final Object flushing = new Object();

  /// The highest number of [#asked] whose commits are on the disk.
  private long flushed;

  /// @param pool of connections to H2, with the rights of an administrator
  DurableDataSource(DataSource pool) {
    this.pool = pool;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new Lease(pool.getConnection()));
  }

  private void flush(Connection connection) throws SQLException {
    long number = asked.incrementAndGet();
    synchronized (flushing) {
      if (flushed >= number) {
        return; // another connection's fsync began after our commit
      }
      long covered = asked.get();
      try (var statement = connection.createStatement()) {
        statement.execute("CHECKPOINT SYNC");
      }
      flushed = covered;
    }
  }

  /// A connection between `getConnection` and `close`. One thread at a time.
  private final class Lease implements InvocationHandler {
    private final Connection connection;
    private boolean writes;
    private boolean closed;

    Lease(Connection connection) {
      this.connection = connection;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws Throwable {
      switch (method.getName()) {
        case "close" -> {
          close();
          return null;
        }
        case "equals" -> {
          return arguments != null && isSame(proxy, arguments[0]);
        }
        case "createStatement", "prepareStatement", "prepareCall" -> noteStatement(arguments);
        default -> {} // nothing that writes
      }
      try {
        return method.invoke(connection, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause() == null ? e : e.getCause();
      }
    }

    @SuppressWarnings("ReferenceEquality") // connections are equal when they are the same
    private static boolean isSame(Object one, @Nullable Object other) {
      return one == other;
    }

    /// All but a prepared `SELECT` may write.
    private void noteStatement(Object @Nullable [] arguments) {
      boolean reads =
          arguments != null
              && arguments.length > 0
              && arguments[0] instanceof String sql
              && sql.strip().toUpperCase(Locale.ROOT).startsWith("SELECT");
      if (!reads && !writes) {
        writes = true;
        writing.incrementAndGet();
      }
    }

    private void close() throws SQLException {
      if (closed) {
        return;
      }
      closed = true;
      try (connection) {
        if (writing.get() > 0) { // this one among them, if it writes
          flush(connection);
        }
      } finally {
        if (writes) {
          writing.decrementAndGet();
        }
      }
    }
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("the pool has one user");
  }

  @Override
  public @Nullable PrintWriter getLogWriter() throws SQLException {
    return pool.getLogWriter();
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
    pool.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    pool.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return pool.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return pool.getParentLogger();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return pool.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return pool.isWrapperFor(type);
  }
}

package dev.isolator.server.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/// A pool of connections to a database with the newest schema. Any thread.
public final class Database implements AutoCloseable {
  private static final int CONNECTIONS = 12;
  private static final int CONNECT_MILLIS = 10_000;

  private final HikariDataSource pool;
  private final DataSource source;
  private final Jdbi jdbi;

  private Database(HikariDataSource pool, DataSource source) {
    this.pool = pool;
    this.source = source;
    this.jdbi = Jdbi.create(source);
  }

  /// Connects, and migrates the schema. When several servers start at once, one of them migrates
  /// and the others wait. What was committed is on the disk when a query's method returns, with
  /// either database.
  ///
  /// @param url `jdbc:h2:…` or `jdbc:postgresql:…`
  public static Database open(String url, String user, String password) {
    var config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setConnectionTimeout(CONNECT_MILLIS);
    config.setPoolName("isolator");
    var pool = new HikariDataSource(config);
    try {
      DataSource source = pool;
      if (url.startsWith("jdbc:h2:")) {
        // By default H2 writes on a thread of its own, up to seconds after the commit.
        Jdbi.create(pool).useHandle(h -> h.execute("SET WRITE_DELAY 0"));
        source = new DurableDataSource(pool);
      }
      Flyway.configure(Database.class.getClassLoader())
          .dataSource(source)
          .locations("classpath:dev/isolator/server/migrations")
          .load()
          .migrate();
      return new Database(pool, source);
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  /// For queries.
  public Jdbi jdbi() {
    return jdbi;
  }

  /// The connections, for libraries that run queries of their own.
  public DataSource source() {
    return source;
  }

  @Override
  public void close() {
    pool.close();
  }
}

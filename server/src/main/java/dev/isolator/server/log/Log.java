package dev.isolator.server.log;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Logs events: a short constant text, and fields with the values that vary. Users' text goes into
/// fields only, and fields are escaped, so that a song's name cannot forge a line of the log.
public final class Log {
  private final Logger logger;

  private Log(Logger logger) {
    this.logger = logger;
  }

  /// The log of a class.
  public static Log of(Class<?> source) {
    return new Log(Logger.getLogger(source.getName()));
  }

  /// Logs a normal event.
  ///
  /// @param fields names and values in turn
  public void info(String event, @Nullable Object... fields) {
    log(Level.INFO, event, null, fields);
  }

  /// Logs an event that may need attention.
  ///
  /// @param fields names and values in turn
  public void warn(String event, @Nullable Object... fields) {
    log(Level.WARNING, event, null, fields);
  }

  /// Logs a failure of the server, with its stack trace.
  ///
  /// @param fields names and values in turn
  public void error(String event, Throwable failure, @Nullable Object... fields) {
    log(Level.SEVERE, event, failure, fields);
  }

  private void log(
      Level level, String event, @Nullable Throwable failure, @Nullable Object... fields) {
    if (!logger.isLoggable(level)) {
      return;
    }
    var map = new LinkedHashMap<String, @Nullable Object>();
    for (int i = 0; i + 1 < fields.length; i += 2) {
      map.put(String.valueOf(fields[i]), fields[i + 1]);
    }
    var record = new LogRecord(level, event);
    record.setLoggerName(logger.getName());
    record.setThrown(failure);
    record.setParameters(new Object[] {new Fields(map)});
    if (!LogFormat.publish(record)) {
      logger.log(record);
    }
  }

  /// The fields of an event.
  record Fields(Map<String, @Nullable Object> values) {}
}

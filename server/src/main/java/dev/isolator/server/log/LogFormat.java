package dev.isolator.server.log;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Map;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The format of the log on standard error: text for people, or a line of JSON for each event.
public final class LogFormat extends Formatter {
  /// The formats.
  public enum Kind {
    TEXT,
    JSON
  }

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private final Kind kind;

  private LogFormat(Kind kind) {
    this.kind = kind;
  }

  /// Sets the format of the whole process's log, which includes warnings of libraries.
  public static void install(Kind kind) {
    var root = Logger.getLogger("");
    for (var handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    var handler = new ConsoleHandler();
    handler.setFormatter(new LogFormat(kind));
    handler.setLevel(Level.ALL);
    root.addHandler(handler);
    root.setLevel(Level.WARNING);
    OURS.setLevel(Level.INFO);
    DATABASE_KINDS.setLevel(Level.SEVERE);
    installed = handler;
  }

  /// Writes a record of this program to the handler of [#install]. Not through the loggers: they
  /// lose their handlers while the JVM shuts down, and with them the last events of a server.
  ///
  /// @return false if nothing was installed
  static boolean publish(LogRecord record) {
    Handler handler = installed;
    if (handler == null) {
      return false;
    }
    handler.publish(record); // and flushes
    return true;
  }

  private static volatile @Nullable Handler installed;

  /// Logs at each start that H2 needs no special treatment.
  private static final Logger DATABASE_KINDS =
      Logger.getLogger("com.github.kagkarlsson.scheduler.jdbc.AutodetectJdbcCustomization");

  /// Kept in a field, because a logger without a reference loses its level.
  private static final Logger OURS = Logger.getLogger("dev.isolator");

  @Override
  public String format(LogRecord record) {
    return switch (kind) {
      case TEXT -> text(record);
      case JSON -> json(record);
    };
  }

  private static Map<String, @Nullable Object> fields(LogRecord record) {
    var parameters = record.getParameters();
    return parameters != null && parameters.length == 1 && parameters[0] instanceof Log.Fields f
        ? f.values()
        : Map.of();
  }

  private String message(LogRecord record) {
    return fields(record).isEmpty() ? formatMessage(record) : String.valueOf(record.getMessage());
  }

  private String text(LogRecord record) {
    var words = new ArrayList<String>();
    words.add(record.getInstant().toString());
    words.add(level(record));
    words.add(escaped(message(record)));
    fields(record).forEach((name, value) -> words.add(name + "=" + quoted(String.valueOf(value))));
    return String.join(" ", words) + "\n" + stack(record);
  }

  private String json(LogRecord record) {
    var line = new JsonObject();
    line.addProperty("time", record.getInstant().toString());
    line.addProperty("level", level(record));
    line.addProperty("event", message(record));
    line.addProperty("logger", record.getLoggerName());
    fields(record).forEach((name, value) -> line.add(name, GSON.toJsonTree(plain(value))));
    String stack = stack(record);
    if (!stack.isEmpty()) {
      line.addProperty("stack", stack);
    }
    return GSON.toJson(line) + "\n";
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return value == null || value instanceof Number || value instanceof Boolean
        ? value
        : value.toString();
  }

  private static String level(LogRecord record) {
    int level = record.getLevel().intValue();
    return level >= Level.SEVERE.intValue()
        ? "error"
        : level >= Level.WARNING.intValue() ? "warn" : "info";
  }

  private static String quoted(String value) {
    return value.matches("[\\w.:/@+-]+") ? value : '"' + escaped(value).replace("\"", "\\\"") + '"';
  }

  /// The text without characters that move a terminal's cursor or begin a line.
  static String escaped(String value) {
    var safe = new StringBuilder();
    value
        .codePoints()
        .forEach(
            c -> {
              if (c == '\n') {
                safe.append("\\n");
              } else if (c == '\r') {
                safe.append("\\r");
              } else if (c == '\\') {
                safe.append("\\\\");
              } else if (Character.isISOControl(c)
                  || Character.getType(c) == Character.FORMAT
                  || Character.getType(c) == Character.LINE_SEPARATOR
                  || Character.getType(c) == Character.PARAGRAPH_SEPARATOR) {
                safe.append("\\u{").append(Integer.toHexString(c)).append('}');
              } else {
                safe.appendCodePoint(c);
              }
            });
    return safe.toString();
  }

  private static String stack(LogRecord record) {
    if (record.getThrown() == null) {
      return "";
    }
    var text = new StringWriter();
    record.getThrown().printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}

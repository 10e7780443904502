package dev.isolator.learn.history;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.isolator.file.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What has happened, in a file to which lines are only ever added: `history.jsonl`, one JSON
/// object a line. Each line holds the hash of the one before, so a line that is changed or taken
/// out later breaks the chain, which [#read] refuses.
///
/// An event is added once, by its key: who is killed after the event and before the line adds it at
/// the next start. A line that was cut short by a power failure is not there, and is replaced. Any
/// number of processes; each addition waits for the one before.
public final class History {
  /// Its name in the learning folder.
  public static final String FILE = "history.jsonl";

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private final Path file;

  /// @param folder of the learning loop
  public History(Path folder) {
    this.file = folder.resolve(FILE);
  }

  /// All events, oldest first.
  ///
  /// @throws IOException if the chain of hashes is broken; the message names the line
  public List<HistoryEntry> read() throws IOException {
    var entries = new ArrayList<HistoryEntry>();
    String previous = "";
    for (String line : lines()) {
      HistoryEntry entry = parse(line, entries.size() + 1);
      String found = hash(entry);
      if (!entry.previous().equals(previous)
          || !entry.sha256().equals(found)
          || entry.number() != entries.size() + 1) {
        throw new IOException(
            "%s:%d: expected the hash %s, found %s; the history was changed afterwards, restore it from a back-up"
                .formatted(file, entries.size() + 1, found, entry.sha256()));
      }
      previous = entry.sha256();
      entries.add(entry);
    }
    return entries;
  }

  /// The event of a key.
  public Optional<HistoryEntry> find(String key) throws IOException {
    return read().stream().filter(entry -> entry.key().equals(key)).findFirst();
  }

  /// Adds an event, unless one of its key is there.
  ///
  /// @return the event as it stands in the history
  public HistoryEntry add(String who, HistoryEntry.Kind kind, String key, JsonObject details)
      throws IOException {
    synchronized (History.class) { // a file lock is the whole program's
      Files.createDirectories(file.toAbsolutePath().getParent());
      Path lock = file.resolveSibling("history.lock");
      try (var locked =
              FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var _ = locked.lock()) {
        var entries = read();
        for (HistoryEntry entry : entries) {
          if (entry.key().equals(key)) {
            return entry;
          }
        }
        var unsigned =
            new HistoryEntry(
                entries.size() + 1L,
                Instant.now().toString(),
                who,
                kind,
                key,
                details,
                entries.isEmpty() ? "" : entries.getLast().sha256(),
                "");
        var entry = signed(unsigned);
        append(GSON.toJson(json(entry)) + "\n");
        return entry;
      }
    }
  }

  /// Appends behind the last whole line.
  private void append(String line) throws IOException {
    long whole = 0;
    for (String before : lines()) {
      whole += before.getBytes(StandardCharsets.UTF_8).length + 1L;
    }
    try (var out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      out.truncate(whole);
      out.position(whole);
      var bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
  }

  /// The whole lines of the file: what follows the last line's end was cut short.
  private List<String> lines() throws IOException {
    if (!Files.isRegularFile(file)) {
      return List.of();
    }
    String text = Files.readString(file);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  private HistoryEntry parse(String line, int number) throws IOException {
    try {
      JsonObject json = JsonParser.parseString(line).getAsJsonObject();
      return new HistoryEntry(
          json.get("number").getAsLong(),
          json.get("at").getAsString(),
          json.get("who").getAsString(),
          HistoryEntry.Kind.valueOf(json.get("kind").getAsString().toUpperCase(Locale.ROOT)),
          json.get("key").getAsString(),
          json.getAsJsonObject("details"),
          json.get("previous").getAsString(),
          json.get("sha256").getAsString());
    } catch (JsonParseException
        | IllegalStateException
        | IllegalArgumentException
        | NullPointerException e) {
      throw new IOException(
          "%s:%d: expected a line of the learning history, found \"%s\"; restore it from a back-up"
              .formatted(file, number, line.substring(0, Math.min(40, line.length()))),
          e);
    }
  }

  /// An event as a line has it.
  public static JsonObject json(HistoryEntry entry) {
    var json = new JsonObject();
    json.addProperty("number", entry.number());
    json.addProperty("at", entry.at());
    json.addProperty("who", entry.who());
    json.addProperty("kind", entry.kind().name().toLowerCase(Locale.ROOT));
    json.addProperty("key", entry.key());
    json.add("details", entry.details());
    json.addProperty("previous", entry.previous());
    json.addProperty("sha256", entry.sha256());
    return json;
  }

  private static HistoryEntry signed(HistoryEntry e) {
    return new HistoryEntry(
        e.number(), e.at(), e.who(), e.kind(), e.key(), e.details(), e.previous(), hash(e));
  }

  private static String hash(HistoryEntry entry) {
    JsonObject json = json(entry);
    json.remove("sha256");
    return Sha256.of(GSON.toJson(json).getBytes(StandardCharsets.UTF_8));
  }
}

package dev.isolator.server.learning;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.isolator.file.Sha256;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// What happened, in a table to which rows are only ever added. Each holds the hash of the one
/// before, so a row that is changed or removed later breaks the chain.
public final class LearningAudit {
  private final Jdbi jdbi;

  public LearningAudit(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// Adds an event, unless it is there already.
  ///
  /// @param event what it is: `promotion:ID`
  public void add(String who, String kind, String event, JsonObject details) {
    jdbi.useTransaction(h -> add(h, who, kind, event, details));
  }

  /// The same inside of a transaction; the lock is held until that ends.
  static void add(Handle h, String who, String kind, String event, JsonObject details) {
    lock(h);
    boolean known =
        h.createQuery("SELECT COUNT(*) FROM learning_audit WHERE event = :event")
                .bind("event", event)
                .mapTo(Integer.class)
                .one()
            > 0;
    if (known) {
      return;
    }
    var last =
        h.createQuery("SELECT * FROM learning_audit ORDER BY number DESC LIMIT 1")
            .map((row, _) -> entry(row))
            .findOne();
    long number = last.map(AuditEntry::number).orElse(0L) + 1;
    String previous = last.map(AuditEntry::sha256).orElse("");
    long now = System.currentTimeMillis();
    h.createUpdate(
            """
            INSERT INTO learning_audit (number, happened, who, kind, event, details, previous, sha256)
            VALUES (:number, :happened, :who, :kind, :event, :details, :previous, :sha256)
            """)
        .bind("number", number)
        .bind("happened", now)
        .bind("who", who)
        .bind("kind", kind)
        .bind("event", event)
        .bind("details", details.toString())
        .bind("previous", previous)
        .bind("sha256", hash(number, now, who, kind, event, details.toString(), previous))
        .execute();
  }

  /// Makes others who change the learning loop's state wait until this transaction ends.
  static void lock(Handle h) {
    h.createQuery("SELECT name FROM learning_lock WHERE name = 'learning' FOR UPDATE")
        .mapTo(String.class)
        .one();
  }

  private static String hash(
      long number,
      long happened,
      String who,
      String kind,
      String event,
      String details,
      String previous) {
    String text =
        String.join(
            "\n",
            Long.toString(number),
            Long.toString(happened),
            who,
            kind,
            event,
            details,
            previous);
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Events, newest first.
  ///
  /// @param before only those of a smaller number; missing = from the newest
  public List<AuditEntry> list(@Nullable Long before, int limit) {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    "SELECT * FROM learning_audit WHERE number < :before ORDER BY number DESC LIMIT :limit")
                .bind("before", before == null ? Long.MAX_VALUE : before)
                .bind("limit", limit)
                .map((row, _) -> entry(row))
                .list());
  }

  /// Whether every entry's hash is that of its content, and holds the one before.
  public boolean isWhole() {
    String previous = "";
    long number = 1;
    for (AuditEntry entry : list(null, Integer.MAX_VALUE).reversed()) {
      String found =
          hash(
              number,
              entry.happened(),
              entry.who(),
              entry.kind(),
              entry.event(),
              entry.details().toString(),
              previous);
      if (entry.number() != number || !entry.sha256().equals(found)) {
        return false;
      }
      previous = found;
      number++;
    }
    return true;
  }

  /// Events of a kind.
  public long count(String kind) {
    return jdbi.withHandle(
        h ->
            h.createQuery("SELECT COUNT(*) FROM learning_audit WHERE kind = :kind")
                .bind("kind", kind)
                .mapTo(Long.class)
                .one());
  }

  private static AuditEntry entry(ResultSet row) throws SQLException {
    return new AuditEntry(
        row.getLong("number"),
        row.getLong("happened"),
        row.getString("who"),
        row.getString("kind"),
        row.getString("event"),
        JsonParser.parseString(row.getString("details")).getAsJsonObject(),
        row.getString("previous"),
        row.getString("sha256"));
  }
}

package dev.isolator.server.learning;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.isolator.file.Sha256;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Passages to judge, and what curators decided.
public final class PassageStore {
  private static final Gson GSON = new Gson();
  private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int ID_CHARS = 26;

  private final Jdbi jdbi;

  public PassageStore(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// A passage's id, which depends on its place alone: decisions stay when a later version has it
  /// too.
  static String id(String song, double start, double end) {
    byte[] hash =
        HexFormat.of()
            .parseHex(
                Sha256.of(
                    "%s %.3f %.3f".formatted(song, start, end).getBytes(StandardCharsets.UTF_8)));
    var id = new StringBuilder();
    for (int i = 0; i < ID_CHARS; i++) {
      id.append(DIGITS.charAt(hash[i] & 31));
    }
    return id.toString();
  }

  /// Takes over the passages of a new version; those that are not in it go, unless somebody decided
  /// on them.
  static void replace(Handle h, JsonArray passages) {
    Set<String> kept = new HashSet<>();
    for (JsonElement element : passages) {
      JsonObject json = element.getAsJsonObject();
      String song = json.get("song").getAsString();
      double start = json.get("startSeconds").getAsDouble();
      double end = json.get("endSeconds").getAsDouble();
      String id = id(song, start, end);
      kept.add(id);
      h.createUpdate(
              "DELETE FROM learning_passage WHERE id = :id AND NOT EXISTS "
                  + "(SELECT 1 FROM learning_decision d WHERE d.passage = :id)")
          .bind("id", id)
          .execute();
      boolean decided =
          h.createQuery("SELECT COUNT(*) FROM learning_passage WHERE id = :id")
                  .bind("id", id)
                  .mapTo(Integer.class)
                  .one()
              > 0;
      if (!decided) {
        h.createUpdate(
                """
                INSERT INTO learning_passage (id, song_sha256, start_seconds, end_seconds, disagreement_db,
                  voiced, weight)
                VALUES (:id, :song, :start, :end, :disagreement, :voiced, :weight)
                """)
            .bind("id", id)
            .bind("song", song)
            .bind("start", start)
            .bind("end", end)
            .bind("disagreement", json.get("disagreementDb").getAsDouble())
            .bind("voiced", json.get("voiced").getAsDouble())
            .bind("weight", json.get("weight").getAsInt())
            .execute();
      }
    }
    for (String id :
        h.createQuery(
                "SELECT id FROM learning_passage p WHERE NOT EXISTS (SELECT 1 FROM learning_decision d WHERE d.passage = p.id)")
            .mapTo(String.class)
            .list()) {
      if (!kept.contains(id)) {
        h.createUpdate("DELETE FROM learning_passage WHERE id = :id").bind("id", id).execute();
      }
    }
  }

  /// Passages that nobody has decided on, those first that need it most.
  public List<Passage> queue(int limit, int offset) {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    """
                    SELECT * FROM learning_passage p
                    WHERE NOT EXISTS (SELECT 1 FROM learning_decision d WHERE d.passage = p.id)
                    ORDER BY weight DESC, disagreement_db DESC, id LIMIT :limit OFFSET :offset
                    """)
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, _) -> passage(row))
                .list());
  }

  /// How many nobody has decided on.
  public int undecided() {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    "SELECT COUNT(*) FROM learning_passage p WHERE NOT EXISTS (SELECT 1 FROM learning_decision d WHERE d.passage = p.id)")
                .mapTo(Integer.class)
                .one());
  }

  /// A passage.
  public Optional<Passage> find(String id) {
    return jdbi.withHandle(
        h ->
            h.createQuery("SELECT * FROM learning_passage WHERE id = :id")
                .bind("id", id)
                .map((row, _) -> passage(row))
                .findOne());
  }

  /// Stores a curator's decision in place of an earlier one.
  public void decide(String passage, String curator, Decision decision) {
    jdbi.useTransaction(
        h -> {
          LearningAudit.lock(h); // so that two requests of one curator do not collide
          remove(h, passage, curator);
          h.createUpdate(
                  "INSERT INTO learning_decision (passage, curator, content, decided) VALUES (:passage, :curator, :content, :now)")
              .bind("passage", passage)
              .bind("curator", curator)
              .bind("content", GSON.toJson(decision))
              .bind("now", System.currentTimeMillis())
              .execute();
        });
  }

  /// Takes a curator's decision back.
  ///
  /// @return whether there was one
  public boolean undecide(String passage, String curator) {
    return jdbi.withHandle(h -> remove(h, passage, curator)) == 1;
  }

  private static int remove(Handle h, String passage, String curator) {
    return h.createUpdate(
            "DELETE FROM learning_decision WHERE passage = :passage AND curator = :curator")
        .bind("passage", passage)
        .bind("curator", curator)
        .execute();
  }

  /// Decisions of all curators, newest first.
  public List<Decision.Stored> decisions(int limit, int offset) {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    """
                    SELECT p.*, d.curator, d.content, d.decided
                    FROM learning_decision d JOIN learning_passage p ON p.id = d.passage
                    ORDER BY d.decided DESC, p.id, d.curator LIMIT :limit OFFSET :offset
                    """)
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, _) -> stored(row))
                .list());
  }

  /// How many decisions there are.
  public int decided() {
    return jdbi.withHandle(
        h -> h.createQuery("SELECT COUNT(*) FROM learning_decision").mapTo(Integer.class).one());
  }

  /// The newest decision on a passage.
  public Optional<Decision.Stored> decision(String passage) {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    """
                    SELECT p.*, d.curator, d.content, d.decided
                    FROM learning_decision d JOIN learning_passage p ON p.id = d.passage
                    WHERE p.id = :passage ORDER BY d.decided DESC LIMIT 1
                    """)
                .bind("passage", passage)
                .map((row, _) -> stored(row))
                .findOne());
  }

  private static Decision.Stored stored(ResultSet row) throws SQLException {
    return new Decision.Stored(
        passage(row),
        row.getString("curator"),
        GSON.fromJson(row.getString("content"), Decision.class),
        row.getLong("decided"));
  }

  private static Passage passage(ResultSet row) throws SQLException {
    return new Passage(
        row.getString("id"),
        row.getString("song_sha256"),
        row.getDouble("start_seconds"),
        row.getDouble("end_seconds"),
        row.getDouble("disagreement_db"),
        row.getDouble("voiced"),
        row.getInt("weight"));
  }
}

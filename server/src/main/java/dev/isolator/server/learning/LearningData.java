package dev.isolator.server.learning;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Versions of the data in the database, as far as the page shows them and revocations need them:
/// the versions themselves are folders.
public final class LearningData {
  private final Jdbi jdbi;

  public LearningData(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// A version.
  ///
  /// @param collected in milliseconds since 1970
  /// @param summary its songs, people, licences and hours
  /// @param revoked songs whose consent was taken back since
  /// @param models that learnt from it, `name@version`
  public record Version(
      int number,
      String sha256,
      long collected,
      JsonObject summary,
      int revoked,
      List<String> models) {
    public Version {
      models = List.copyOf(models);
    }
  }

  /// Stores a version, with its songs and its passages, once.
  ///
  /// @param version its `version.json`
  public void store(JsonObject version, String who) {
    int number = version.get("number").getAsInt();
    String sha256 = version.get("sha256").getAsString();
    JsonObject content = version.getAsJsonObject("content");
    jdbi.useTransaction(
        h -> {
          LearningAudit.lock(h);
          boolean known =
              h.createQuery("SELECT COUNT(*) FROM learning_data WHERE number = :number")
                      .bind("number", number)
                      .mapTo(Integer.class)
                      .one()
                  > 0;
          if (known) {
            return;
          }
          JsonArray songs = content.getAsJsonArray("songs");
          var summary = new JsonObject();
          summary.addProperty("songs", songs.size());
          summary.add("people", content.get("people"));
          summary.add("hours", content.get("hours"));
          summary.add("licences", content.get("licences"));
          h.createUpdate(
                  "INSERT INTO learning_data (number, sha256, collected, summary) VALUES (:number, :sha256, :now, :summary)")
              .bind("number", number)
              .bind("sha256", sha256)
              .bind("now", System.currentTimeMillis())
              .bind("summary", summary.toString())
              .execute();
          for (JsonElement song : songs) {
            h.createUpdate(
                    "INSERT INTO learning_song (data_number, sha256) VALUES (:number, :sha256)")
                .bind("number", number)
                .bind("sha256", song.getAsJsonObject().get("song").getAsString())
                .execute();
          }
          PassageStore.replace(h, content.getAsJsonArray("passages"));
          var details = new JsonObject();
          details.addProperty("data", number);
          details.addProperty("sha256", sha256);
          details.addProperty("songs", songs.size());
          LearningAudit.add(h, who, "data", "data:" + number, details);
        });
  }

  /// All versions, newest first.
  public List<Version> list() {
    return jdbi.withHandle(
        h ->
            h.createQuery("SELECT * FROM learning_data ORDER BY number DESC")
                .map(
                    (row, _) ->
                        new Version(
                            row.getInt("number"),
                            row.getString("sha256"),
                            row.getLong("collected"),
                            JsonParser.parseString(row.getString("summary")).getAsJsonObject(),
                            revoked(h, row.getInt("number")),
                            models(h, row.getInt("number"))))
                .list());
  }

  private static int revoked(Handle h, int number) {
    return h.createQuery(
            "SELECT COUNT(*) FROM learning_song WHERE data_number = :number AND revoked")
        .bind("number", number)
        .mapTo(Integer.class)
        .one();
  }

  private static List<String> models(Handle h, int number) {
    return h.createQuery(
            "SELECT model FROM learning_run WHERE data_number = :number AND model_sha256 IS NOT NULL ORDER BY created")
        .bind("number", number)
        .mapTo(String.class)
        .list();
  }

  /// When the newest version was made, in milliseconds since 1970.
  Optional<Long> newest() {
    return jdbi.withHandle(
        h ->
            h.createQuery("SELECT collected FROM learning_data ORDER BY number DESC LIMIT 1")
                .mapTo(Long.class)
                .findOne());
  }

  /// Songs of versions whose last consent was taken back, and that are not known as revoked yet.
  List<String> withdrawn() {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    """
                    SELECT DISTINCT s.sha256 FROM learning_song s WHERE NOT s.revoked
                      AND NOT EXISTS (SELECT 1 FROM feedback f WHERE f.audio_sha256 = s.sha256 AND f.consent)
                    """)
                .mapTo(String.class)
                .list());
  }

  /// Notes that a song is revoked: its passages go, and the audit says which versions and models
  /// had it.
  void revoke(String sha256) {
    jdbi.useTransaction(
        h -> {
          LearningAudit.lock(h);
          var versions = new JsonArray();
          var models = new ArrayList<String>();
          for (int number :
              h.createQuery(
                      "SELECT data_number FROM learning_song WHERE sha256 = :sha256 ORDER BY data_number")
                  .bind("sha256", sha256)
                  .mapTo(Integer.class)
                  .list()) {
            versions.add(number);
            models.addAll(models(h, number));
          }
          var named = new JsonArray();
          models.stream().distinct().forEach(named::add);
          var details = new JsonObject();
          details.addProperty("song", sha256);
          details.add("versions", versions);
          details.add("models", named);
          h.createUpdate("UPDATE learning_song SET revoked = TRUE WHERE sha256 = :sha256")
              .bind("sha256", sha256)
              .execute();
          h.createUpdate("DELETE FROM learning_passage WHERE song_sha256 = :sha256")
              .bind("sha256", sha256)
              .execute();
          LearningAudit.add(h, "server", "revocation", "revocation:" + sha256, details);
        });
  }
}

package dev.isolator.server.security;

import dev.isolator.file.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Keys: `isk_ID_SECRET`. The database has the ID and the SHA-256 of the secret. The secret is 256
/// random bits, so a fast hash is as good as a slow one: it cannot be guessed.
public final class ApiKeys {
  private static final Pattern FORM = Pattern.compile("isk_([0-9a-f]{16})_([A-Za-z0-9_-]{43})");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Jdbi jdbi;

  public ApiKeys(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// A key without its secret.
  ///
  /// @param revoked when it was, in milliseconds since 1970; missing = it is valid
  /// @param curator whether it may judge passages, begin runs and promote models
  public record Listed(
      String id, String name, long created, @Nullable Long revoked, boolean curator) {}

  /// Makes a key.
  ///
  /// @param name whom it is for
  /// @return the key, which is shown this once
  public String make(String name) {
    return make(name, false);
  }

  /// Makes a key.
  ///
  /// @param name whom it is for
  /// @param curator whether it may judge passages, begin runs and promote models
  /// @return the key, which is shown this once
  public String make(String name, boolean curator) {
    byte[] id = new byte[8];
    byte[] secret = new byte[32];
    RANDOM.nextBytes(id);
    RANDOM.nextBytes(secret);
    String idText = HexFormat.of().formatHex(id);
    String secretText = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    "INSERT INTO api_key (id, name, sha256, created, curator) VALUES (:id, :name, :sha256, :created, :curator)")
                .bind("curator", curator)
                .bind("id", idText)
                .bind("name", name)
                .bind("sha256", sha256(secretText))
                .bind("created", System.currentTimeMillis())
                .execute());
    return "isk_" + idText + "_" + secretText;
  }

  /// The ID of a key, if the key is valid.
  public Optional<String> check(String key) {
    Matcher parts = FORM.matcher(key);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String id = parts.group(1);
    var expected =
        jdbi.withHandle(
            h ->
                h.createQuery("SELECT sha256 FROM api_key WHERE id = :id AND revoked IS NULL")
                    .bind("id", id)
                    .mapTo(String.class)
                    .findOne());
    return expected.isPresent() && equal(expected.get(), sha256(parts.group(2)))
        ? Optional.of(id)
        : Optional.empty();
  }

  /// Whether there is a valid key.
  public boolean areThere() {
    return list().stream().anyMatch(key -> key.revoked() == null);
  }

  /// All keys, oldest first.
  public List<Listed> list() {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    "SELECT id, name, created, revoked, curator FROM api_key ORDER BY created")
                .map(
                    (row, _) -> {
                      long time = row.getLong("revoked");
                      Long revoked = row.wasNull() ? null : time;
                      return new Listed(
                          row.getString("id"),
                          row.getString("name"),
                          row.getLong("created"),
                          revoked,
                          row.getBoolean("curator"));
                    })
                .list());
  }

  /// Whether a key may curate.
  public boolean isCurator(String id) {
    return list().stream()
        .anyMatch(key -> key.id().equals(id) && key.revoked() == null && key.curator());
  }

  /// Whom a key is for.
  public Optional<String> name(String id) {
    return list().stream().filter(key -> key.id().equals(id)).map(Listed::name).findFirst();
  }

  /// Revokes a key.
  ///
  /// @return whether there was a valid key of that ID
  public boolean revoke(String id) {
    return jdbi.withHandle(
            h ->
                h.createUpdate(
                        "UPDATE api_key SET revoked = :now WHERE id = :id AND revoked IS NULL")
                    .bind("now", System.currentTimeMillis())
                    .bind("id", id)
                    .execute())
        == 1;
  }

  private static boolean equal(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private static String sha256(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }
}

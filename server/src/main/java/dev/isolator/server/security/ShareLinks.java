package dev.isolator.server.security;

import dev.isolator.file.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;

/// Tokens of links by which people without a key hear one job: `iss_SECRET`, until they are revoked
/// or the job is removed. The database has the SHA-256 of the token. The secret is 256 random bits,
/// so a fast hash is as good as a slow one: it cannot be guessed.
///
/// A job has one link at a time: a new one ends the one before.
public final class ShareLinks {
  private static final Pattern FORM = Pattern.compile("iss_[A-Za-z0-9_-]{43}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Jdbi jdbi;

  public ShareLinks(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// Whether a text has the form of a token.
  public static boolean isToken(String text) {
    return FORM.matcher(text).matches();
  }

  /// Makes a job's link anew.
  ///
  /// @return its token, which is shown this once
  public String make(String job) {
    byte[] secret = new byte[32];
    RANDOM.nextBytes(secret);
    String token = "iss_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    jdbi.useTransaction(
        h -> {
          h.createUpdate("DELETE FROM share_link WHERE job = :job").bind("job", job).execute();
          h.createUpdate(
                  "INSERT INTO share_link (job, sha256, created) VALUES (:job, :sha256, :created)")
              .bind("job", job)
              .bind("sha256", sha256(token))
              .bind("created", System.currentTimeMillis())
              .execute();
        });
    return token;
  }

  /// When a job's link was made, in milliseconds since 1970, if it has one.
  public Optional<Long> created(String job) {
    return jdbi.withHandle(
        h ->
            h.createQuery("SELECT created FROM share_link WHERE job = :job")
                .bind("job", job)
                .mapTo(Long.class)
                .findOne());
  }

  /// Ends a job's link.
  ///
  /// @return whether it had one
  public boolean revoke(String job) {
    return jdbi.withHandle(
            h ->
                h.createUpdate("DELETE FROM share_link WHERE job = :job")
                    .bind("job", job)
                    .execute())
        == 1;
  }

  /// Whether a token is that of a job's link.
  public boolean opens(String token, String job) {
    if (!isToken(token)) {
      return false;
    }
    var expected =
        jdbi.withHandle(
            h ->
                h.createQuery("SELECT sha256 FROM share_link WHERE job = :job")
                    .bind("job", job)
                    .mapTo(String.class)
                    .findOne());
    return expected.isPresent()
        && MessageDigest.isEqual(
            expected.get().getBytes(StandardCharsets.UTF_8),
            sha256(token).getBytes(StandardCharsets.UTF_8));
  }

  private static String sha256(String token) {
    return Sha256.of(token.getBytes(StandardCharsets.UTF_8));
  }
}

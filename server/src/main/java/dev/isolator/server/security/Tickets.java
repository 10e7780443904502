package dev.isolator.server.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/// Tickets for addresses, where a key cannot be sent: `EXPIRY.HMAC`, with which one job's results
/// can be read for some hours. All servers share the secret, which is in the database.
///
/// Source: RFC 2104 (HMAC), with SHA-256.
public final class Tickets {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,12})[.]([A-Za-z0-9_-]{43})");
  private static final Duration LIFE = Duration.ofHours(12);

  private final SecretKeySpec secret;

  public Tickets(Jdbi jdbi) {
    this.secret = new SecretKeySpec(Base64.getDecoder().decode(shared(jdbi)), "HmacSHA256");
  }

  private static String shared(Jdbi jdbi) {
    byte[] fresh = new byte[32];
    new SecureRandom().nextBytes(fresh);
    var there =
        jdbi.withHandle(
            h ->
                h.createQuery("SELECT secret FROM secret WHERE name = 'ticket'")
                    .mapTo(String.class)
                    .findOne());
    if (there.isPresent()) {
      return there.get();
    }
    try {
      jdbi.useHandle(
          h ->
              h.createUpdate("INSERT INTO secret (name, secret) VALUES ('ticket', :secret)")
                  .bind("secret", Base64.getEncoder().encodeToString(fresh))
                  .execute());
    } catch (UnableToExecuteStatementException e) {
      return shared(jdbi); // another server was quicker; if it was not that, it throws again
    }
    return Base64.getEncoder().encodeToString(fresh);
  }

  /// A ticket.
  ///
  /// @param text for the address
  /// @param expires until when it is valid
  public record Ticket(String text, Instant expires) {}

  /// A ticket for a job's results.
  public Ticket issue(String job) {
    var expires = Instant.ofEpochSecond(Instant.now().plus(LIFE).getEpochSecond());
    return new Ticket(expires.getEpochSecond() + "." + mac(job, expires.getEpochSecond()), expires);
  }

  /// Whether a ticket is valid for a job now.
  public boolean isValid(String ticket, String job) {
    var parts = FORM.matcher(ticket);
    if (!parts.matches()) {
      return false;
    }
    long expires = Long.parseLong(parts.group(1));
    return MessageDigest.isEqual(
            mac(job, expires).getBytes(StandardCharsets.UTF_8),
            parts.group(2).getBytes(StandardCharsets.UTF_8))
        && Instant.now().getEpochSecond() < expires;
  }

  private String mac(String job, long expires) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(secret);
      byte[] sum = mac.doFinal((job + "." + expires).getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(sum);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}

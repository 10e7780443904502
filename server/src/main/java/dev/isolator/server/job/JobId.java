package dev.isolator.server.job;

import java.security.SecureRandom;
import java.util.regex.Pattern;

/// IDs of jobs, runs and uploads: 130 random bits, which cannot be guessed, as 26 letters and
/// digits.
public final class JobId {
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int LENGTH = 26;
  private static final Pattern FORM = Pattern.compile("[a-z2-7]{26}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private JobId() {}

  /// A new ID.
  public static String fresh() {
    var id = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      id.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return id.toString();
  }

  /// Whether a text has the form of an ID.
  public static boolean is(String text) {
    return FORM.matcher(text).matches();
  }
}

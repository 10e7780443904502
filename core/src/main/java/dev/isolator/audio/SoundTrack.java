package dev.isolator.audio;

/// Which of a file's sound tracks is decoded: films have several languages, a `.stem.mp4` has its
/// stems. Covers are no tracks, and pictures are not counted.
public sealed interface SoundTrack {
  /// The one that the file marks as default, else the one with most channels and the highest bit
  /// rate.
  SoundTrack DEFAULT = new Default();

  /// See [#DEFAULT].
  record Default() implements SoundTrack {}

  /// By its place.
  ///
  /// @param number 1 = the file's first sound track
  record Numbered(int number) implements SoundTrack {
    public Numbered {
      if (number < 1) {
        throw new IllegalArgumentException("number must be at least 1, was " + number);
      }
    }
  }

  /// The first one of a language.
  ///
  /// @param language as the file names it, such as `eng`; capitals and small letters are the same
  record InLanguage(String language) implements SoundTrack {}

  /// What people write: a number, a language, or nothing for the default.
  static SoundTrack of(String text) {
    if (text.isEmpty()) {
      return DEFAULT;
    }
    return text.matches("[0-9]{1,4}") && Integer.parseInt(text) > 0
        ? new Numbered(Integer.parseInt(text))
        : new InLanguage(text);
  }
}

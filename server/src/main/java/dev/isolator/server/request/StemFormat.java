package dev.isolator.server.request;

import dev.isolator.audio.OutputFormat.Container;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The file formats in which the server gives stems out.
public enum StemFormat {
  WAV("audio/wav"),
  FLAC("audio/flac"),
  MP3("audio/mpeg");

  private final String mediaType;

  StemFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  /// The texts of all formats, in their order.
  public static List<String> texts() {
    return Arrays.stream(values()).map(StemFormat::text).toList();
  }

  /// The format of a text such as `flac`.
  public static Optional<StemFormat> of(String text) {
    return Arrays.stream(values()).filter(format -> format.text().equals(text)).findFirst();
  }

  /// As the interface, the database and file names write it: `wav`, `flac` or `mp3`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The value of the header `Content-Type`.
  public String mediaType() {
    return mediaType;
  }

  /// The container that the library writes.
  public Container container() {
    return switch (this) {
      case WAV -> Container.WAV;
      case FLAC -> Container.FLAC;
      case MP3 -> Container.MP3;
    };
  }

  @Override
  public String toString() {
    return text();
  }
}

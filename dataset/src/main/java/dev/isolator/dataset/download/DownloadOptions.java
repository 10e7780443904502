package dev.isolator.dataset.download;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where sources are fetched from.
///
/// @param debian address of a mirror of Debian; default `http://deb.debian.org/debian`. Whatever it
///   answers is checked, so plain http will do
/// @param mirror folder with packages (`NAME_VERSION_all.deb`) and git directories (`NAME` or
///   `NAME.git`) that take the place of the network; default null, the network
public record DownloadOptions(String debian, @Nullable Path mirror) {
  public static final String DEBIAN = "http://deb.debian.org/debian";

  public DownloadOptions {
    if (!debian.matches("https?://.+")) {
      throw new IllegalArgumentException(
          "the address of a mirror must begin with http:// or https://, was " + debian);
    }
  }

  public static DownloadOptions defaults() {
    return new DownloadOptions(DEBIAN, null);
  }
}

package dev.isolator.audio;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Loader;

/// The library that reads and writes sound, FFmpeg: its version, licence and place on this machine.
///
/// @param version FFmpeg's own, such as `8.0.1`
/// @param licence its build's, such as `LGPL version 3 or later`
/// @param folder where its libraries were loaded from
public record AudioLibrary(String version, String licence, Path folder) {

  /// Loads FFmpeg, if it is not loaded yet, and asks it.
  ///
  /// @throws LinkageError where this machine cannot load it
  public static AudioLibrary inUse() {
    Ffmpeg.load();
    var file = Path.of(Loader.load(avutil.class)).toAbsolutePath();
    var folder = file.getParent();
    return new AudioLibrary(
        avutil.av_version_info().getString(),
        avutil.avutil_license().getString(),
        folder == null ? file : folder);
  }
}

package dev.isolator.dataset.pair;

import dev.isolator.dataset.recording.RecordingFile;
import java.io.IOException;
import java.nio.file.Path;

/// [Songs] as files, for tests of other packages.
public final class MadeSongs {
  private MadeSongs() {}

  /// Writes a mix with voice number `sung`, and the vocals number `given`, of 30 s.
  public static void write(Path mix, Path vocals, long sung, long given) throws IOException {
    float[] song = Songs.sum(Songs.voice(sung, 30), Songs.band(sung + 50, 30));
    RecordingFile.writeWav(mix, Songs.mono(Songs.times(song, 0.5)));
    RecordingFile.writeWav(vocals, Songs.mono(Songs.voice(given, 30)));
  }
}

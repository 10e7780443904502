package dev.isolator;

import dev.isolator.audio.AudioException;
import dev.isolator.model.ModelException;
import java.nio.file.Path;

/// One song about to be taken apart: say how, then [#writeTo(Path)].
public final class Separation {
  Separation() {}

  /// Only a part of the song.
  ///
  /// @param startSeconds from here, 0 = the beginning
  /// @param durationSeconds so much of it, +∞ = to the end
  public Separation part(double startSeconds, double durationSeconds) {
    return this;
  }

  /// Hear how far it is.
  public Separation onProgress(ProgressListener listener) {
    return this;
  }

  /// Ends the separation from any thread: [#writeTo(Path)] removes what it wrote and throws
  /// [java.util.concurrent.CancellationException].
  public void cancel() {}

  /// Takes the song apart and writes its stems under `directory`. Returns when all are complete.
  @SuppressWarnings("DoNotCallSuggester") // until the pipeline is there
  public SeparationResult writeTo(Path directory) throws AudioException, ModelException {
    if (directory.isAbsolute()) {
      throw new UnsupportedOperationException(directory.toString());
    }
    throw new UnsupportedOperationException();
  }
}

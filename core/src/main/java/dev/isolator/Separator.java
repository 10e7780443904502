package dev.isolator;

import dev.isolator.audio.AudioSource;
import dev.isolator.model.ModelCard;
import dev.isolator.model.ModelException;
import java.nio.file.Path;

/// Takes songs apart with one model. Opening loads the network once; use it for any number of
/// songs, one at a time.
@SuppressWarnings("DoNotCallSuggester") // until the pipeline is there
public final class Separator implements AutoCloseable {
  private Separator() {}

  /// Opens the default model.
  public static Separator open() throws ModelException {
    return open(SeparatorOptions.defaults());
  }

  /// Opens the model that `options` name.
  public static Separator open(SeparatorOptions options) throws ModelException {
    throw new UnsupportedOperationException(options.toString());
  }

  /// What the model is.
  public ModelCard card() {
    throw new UnsupportedOperationException();
  }

  /// What runs the network and why, in a sentence: `cpu`, or `cpu: CUDA was asked for, but …`.
  public String accelerator() {
    throw new UnsupportedOperationException();
  }

  /// A song to take apart; nothing is read yet.
  public Separation separate(Path song) {
    throw new UnsupportedOperationException();
  }

  /// A song that is already being decoded; the separation closes it.
  ///
  /// @param name what the song is called in file names: `{song}`
  public Separation separate(AudioSource song, String name) {
    throw new UnsupportedOperationException();
  }

  /// Frees the network.
  @Override
  public void close() {}
}

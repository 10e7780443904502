package dev.isolator.model;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/// The models at hand: those inside the program, and those in the user's folder.
@SuppressWarnings("DoNotCallSuggester") // until it is filled in
public final class ModelCatalogue {
  private ModelCatalogue() {}

  /// The built-in models and the user's, in `folder()`.
  public static ModelCatalogue open() {
    return new ModelCatalogue();
  }

  /// The same with another folder for the user's models.
  public static ModelCatalogue open(Path folder) {
    return new ModelCatalogue();
  }

  /// Where the user's models are kept: `$ISOLATOR_MODELS`, or the platform's data folder.
  public Path folder() {
    throw new UnsupportedOperationException();
  }

  /// All models, the default first.
  public List<Entry> list() throws ModelException {
    throw new UnsupportedOperationException();
  }

  /// The model of that name (`name` or `name@version`), or the one in that `.onnx` file.
  public Entry find(String nameOrFile) throws ModelException {
    throw new UnsupportedOperationException();
  }

  /// The model that is used when none is named.
  public Entry defaultModel() throws ModelException {
    throw new UnsupportedOperationException();
  }

  /// Checks a model against its card's hash and its contract.
  ///
  /// @throws ModelException if they differ; the message says what was expected and found
  public void verify(Entry entry) throws ModelException {
    throw new UnsupportedOperationException();
  }

  /// Copies a model (`.onnx`; its card `.json` beside it is taken along) into the user's folder.
  public Entry add(Path onnx) throws ModelException {
    throw new UnsupportedOperationException();
  }

  /// Downloads a model over https into the user's folder.
  ///
  /// @param sha256 the hash it must have, lower-case hex; empty = whatever its card says
  public Entry add(URI address, String sha256) throws ModelException {
    throw new UnsupportedOperationException();
  }

  /// A model that can be opened.
  ///
  /// @param card what it is
  /// @param location `built-in`, or its file
  public record Entry(ModelCard card, String location) {}
}

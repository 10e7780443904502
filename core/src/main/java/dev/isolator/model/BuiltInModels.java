package dev.isolator.model;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The models inside the program: resources under `dev/isolator/models/`, an `index.txt` with one
/// base name a line, and for each its `.onnx` and its card `.json`; of causal networks also the
/// `.stream.onnx`, of networks in 8 bits the `.int8.onnx`. Lines that end in `.yaml` name ensembles
/// of them ([EnsembleReader]).
final class BuiltInModels {
  private static final String RESOURCES = "dev/isolator/models/";

  private BuiltInModels() {}

  /// All of them, in the index' order.
  static List<ModelCatalogue.Entry> list() throws ModelException {
    return read(
        line -> !line.endsWith(NamedEnsembles.ENDING), (loader, name) -> model(loader, name));
  }

  /// The ensembles of them, in the index' order.
  static List<NamedEnsembles.Source> ensembles() throws ModelException {
    return read(
        line -> line.endsWith(NamedEnsembles.ENDING),
        (loader, name) ->
            new NamedEnsembles.Source(
                NamedEnsembles.base(name),
                ModelCatalogue.BUILT_IN,
                text(resource(loader, RESOURCES + name))));
  }

  /// What a line of the index stands for.
  @FunctionalInterface
  private interface Reading<T> {
    T of(ClassLoader loader, String line) throws IOException;
  }

  private static <T> List<T> read(Predicate<String> lines, Reading<T> reading)
      throws ModelException {
    var read = new ArrayList<T>();
    ClassLoader loader = Objects.requireNonNull(ModelCatalogue.class.getClassLoader());
    try {
      for (URL index : loader.resources(RESOURCES + "index.txt").toList()) {
        String names = text(index);
        for (String name : names.lines().filter(line -> !line.isBlank()).filter(lines).toList()) {
          read.add(reading.of(loader, name));
        }
      }
    } catch (ModelException e) {
      throw e;
    } catch (IOException e) {
      throw new ModelException(
          "the built-in models cannot be read (%s); install Isolator anew".formatted(e), e);
    }
    return read;
  }

  private static ModelCatalogue.Entry model(ClassLoader loader, String name) throws IOException {
    URL json = resource(loader, RESOURCES + name + ".json");
    ModelCard card = CardReader.fromJson(name + ".json", text(json));
    URL onnx = resource(loader, RESOURCES + name + ".onnx");
    return ModelCatalogue.Entry.ofNetwork(
        card,
        builtIn(onnx),
        beside(loader, name + ".stream.onnx"),
        beside(loader, name + ".int8.onnx"));
  }

  /// Another graph of a model; null where there is none.
  private static @Nullable ModelFile beside(ClassLoader loader, String name) {
    URL url = loader.getResource(RESOURCES + name);
    return url == null ? null : builtIn(url);
  }

  private static ModelFile builtIn(URL url) {
    return new ModelFile(ModelCatalogue.BUILT_IN, url);
  }

  private static URL resource(ClassLoader loader, String name) throws IOException {
    URL url = loader.getResource(name);
    if (url == null) {
      throw new IOException(name + " is missing");
    }
    return url;
  }

  private static String text(URL url) throws IOException {
    try (InputStream in = url.openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

package dev.isolator.live.command;

import dev.isolator.model.Contract;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The models that answer frame by frame, by how far they look ahead. A network is trained for one
/// look-ahead; another one is another model.
final class StreamModels {
  private StreamModels() {}

  /// The model that was asked for.
  ///
  /// @param name of a model or its file; empty = the first one that answers frame by frame
  /// @param lookAhead hops that it is to look ahead; null = as many as it does
  /// @throws ModelException if there is no such model at all, or none of that name
  /// @throws IllegalArgumentException if none has that look-ahead, or the named one has another;
  ///   the message says what there is
  static ModelCatalogue.Entry choose(
      ModelCatalogue catalogue, String name, @Nullable Integer lookAhead) throws ModelException {
    if (!name.isEmpty()) {
      var named = catalogue.find(name);
      // one without a stream is refused when it is opened
      if (lookAhead != null && named.hasStream() && lookAhead(named) != lookAhead) {
        throw new IllegalArgumentException(
            "--look-ahead %d: %s was trained for %d; leave the option out, or choose another model: there are %s"
                .formatted(
                    lookAhead,
                    named.card().versionedName(),
                    lookAhead(named),
                    listed(streams(catalogue))));
      }
      return named;
    }
    var models = streams(catalogue);
    if (models.isEmpty()) {
      throw new ModelException(
          "no model answers frame by frame; add one with its .stream.onnx: isolator models add FILE");
    }
    if (lookAhead == null) {
      return models.getFirst();
    }
    int wanted = lookAhead;
    return models.stream()
        .filter(model -> lookAhead(model) == wanted)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--look-ahead %d: a network looks as far ahead as it was trained for; there are %s"
                        .formatted(wanted, listed(models))));
  }

  private static List<ModelCatalogue.Entry> streams(ModelCatalogue catalogue)
      throws ModelException {
    return catalogue.list().stream().filter(ModelCatalogue.Entry::hasStream).toList();
  }

  /// Hops that a model with a stream looks ahead.
  private static int lookAhead(ModelCatalogue.Entry model) {
    return model.card().contract() instanceof Contract.Masks masks
        ? masks.reach().lookAheadFrames()
        : 0;
  }

  /// `0 (live-vocals), 4 (mine)`: the first model of each look-ahead.
  private static String listed(List<ModelCatalogue.Entry> models) {
    var first = new LinkedHashMap<Integer, String>();
    models.forEach(model -> first.putIfAbsent(lookAhead(model), model.card().name()));
    return first.entrySet().stream()
        .map(entry -> "%d (%s)".formatted(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", "));
  }
}

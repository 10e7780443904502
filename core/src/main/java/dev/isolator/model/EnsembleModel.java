package dev.isolator.model;

import java.util.List;
import java.util.stream.Collectors;

/// Models that take a song apart together, each in its own way: the engine combines the waves that
/// come out of them. Where all members answer with masks on one grid, an ensemble is a [ChunkModel]
/// instead, and its masks are combined.
///
/// @param card what comes out, and where the members come from
/// @param combination how the members' waves become one
/// @param parts the members, at least one; none takes whole songs. Several may share a model: they
///   are run one after the other
/// @param opened models that are closed with it, each once
public record EnsembleModel(
    ModelCard card, Combination combination, List<Part> parts, List<Model> opened)
    implements Model {
  public EnsembleModel {
    parts = List.copyOf(parts);
    opened = List.copyOf(opened);
  }

  /// A member, opened.
  ///
  /// @param model a [MaskModel] or a [SegmentModel]
  /// @param weight above 0
  /// @param channelSwap whether it hears left and right exchanged
  /// @param halfHopShift whether it hears the song half a hop later
  /// @param stems where it has the ensemble's stems but the last, among its own
  public record Part(
      Model model, double weight, boolean channelSwap, boolean halfHopShift, List<Integer> stems) {
    public Part {
      stems = List.copyOf(stems);
    }
  }

  @Override
  public Contract.Members contract() {
    return new Contract.Members();
  }

  @Override
  public String accelerator() {
    return accelerator(parts);
  }

  static String accelerator(List<Part> parts) {
    return parts.stream()
        .map(part -> part.model.accelerator())
        .distinct()
        .collect(Collectors.joining("; "));
  }

  @Override
  public void close() {
    opened.forEach(Model::close);
  }
}

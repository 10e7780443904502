package dev.isolator.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.isolator.file.Sha256;
import dev.isolator.model.Ensemble.Member;
import dev.isolator.model.ModelCard.Provenance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;

/// An ensemble whose members were found, as something that can be opened as a model.
///
/// Networks of one contract that look at chunks become one [ChunkModel], whose masks are combined;
/// so do, within an [EnsembleModel] that takes the mean, those of its members that can. A model
/// that is several members is opened once. An ensemble of one member that hears the song as it is,
/// is that model.
final class EnsembleProvider implements Model.Provider {
  /// The location of an ensemble that was typed.
  static final String TYPED = "ensemble";

  /// The family in its card.
  private static final String FAMILY = "ensemble";

  private final String location;
  private final Combination combination;
  private final List<Found> members;
  private final ModelCard card;

  /// A member, and the model that it names.
  record Found(Member member, ModelCatalogue.Entry model) {}

  private EnsembleProvider(
      String location, Combination combination, List<Found> members, ModelCard card) {
    this.location = location;
    this.combination = combination;
    this.members = List.copyOf(members);
    this.card = card;
  }

  /// @param name that it has for users
  /// @param location where it is from: `built-in`, a file, or `ensemble` for one that was typed
  /// @param where its name for messages
  /// @param description a sentence for people; may be empty
  /// @param members as many as the ensemble has, at least one
  /// @throws ModelException if they cannot work together
  static EnsembleProvider of(
      String name,
      String location,
      String where,
      String description,
      Combination combination,
      List<Found> members)
      throws ModelException {
    for (Found found : members) {
      if (!found.model.card().separates()) {
        throw new ModelException(
            "%s: expected members that take a song apart, found %s, which says where somebody sings; leave it out"
                .formatted(where, found.model.card().name()));
      }
      if (found.model.card().contract() instanceof Contract.Song) {
        throw new ModelException(
            "%s: expected members that take a song piece by piece, found %s, which takes all of it at once; leave it out"
                .formatted(where, found.model.card().name()));
      }
    }
    List<ModelCard> cards = members.stream().map(found -> found.model.card()).toList();
    List<String> stems = EnsembleStems.of(where, cards);
    String named =
        new Ensemble(combination, members.stream().map(EnsembleProvider::versioned).toList())
            .toString();
    Contract contract =
        isOneModel(members) || areOnOneGrid(members)
            ? cards.getFirst().contract()
            : new Contract.Members();
    var card =
        new ModelCard(
            name,
            location.equals(TYPED) ? named : Sha256.of(named.getBytes(UTF_8)).substring(0, 8),
            FAMILY,
            stems,
            contract,
            provenance(description.isEmpty() ? named : description + ": " + named, cards),
            "",
            "",
            "");
    return new EnsembleProvider(location, combination, members, card);
  }

  private static Member versioned(Found found) {
    String name = found.model.card().versionedName();
    Member as = found.member;
    return new Member(name, as.weight(), as.channelSwap(), as.halfHopShift());
  }

  /// Weights, licences and data of all models, each once.
  private static Provenance provenance(String description, List<ModelCard> cards) {
    var licences = new LinkedHashSet<String>();
    var data = new LinkedHashSet<ModelCard.TrainingData>();
    long parameters = 0;
    for (ModelCard model : new LinkedHashSet<>(cards)) {
      licences.add(model.provenance().licence());
      data.addAll(model.provenance().trainingData());
      parameters += model.provenance().parameters();
    }
    return new Provenance(
        parameters, String.join("; ", licences), List.copyOf(data), List.of(), description);
  }

  private static boolean isOneModel(List<Found> members) {
    return members.size() == 1 && members.getFirst().member.isPlain();
  }

  private static boolean areOnOneGrid(List<Found> members) {
    Contract first = members.getFirst().model.card().contract();
    return first instanceof Contract.Chunk
        && members.stream()
            .allMatch(
                found ->
                    found.model.card().contract().equals(first) && !found.member.halfHopShift());
  }

  /// The models of its members.
  List<ModelCatalogue.Entry> models() {
    return members.stream().map(Found::model).toList();
  }

  @Override
  public ModelCard card() {
    return card;
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public Model open(int threads, Accelerator accelerator) throws ModelException {
    return open(threads, accelerator, Precision.AUTO);
  }

  @Override
  public Model open(int threads, Accelerator accelerator, Precision precision)
      throws ModelException {
    if (isOneModel(members)) {
      return members.getFirst().model.open(threads, accelerator, precision);
    }
    var opened = new LinkedHashMap<String, Model>();
    try {
      var parts = new ArrayList<EnsembleModel.Part>();
      for (Found found : members) {
        String key = found.model.location() + " " + found.model.card().versionedName();
        Model model = opened.get(key);
        if (model == null) {
          model = found.model.open(threads, accelerator, precision);
          opened.put(key, model);
        }
        parts.add(part(found.member, model));
      }
      var models = List.copyOf(opened.values());
      return areOnOneGrid(members)
          ? new EnsembleMaskModel(card, combination, parts, models)
          : new EnsembleModel(card, combination, grouped(parts), models);
    } catch (ModelException | RuntimeException | Error e) {
      opened.values().forEach(Model::close);
      throw e;
    }
  }

  private EnsembleModel.Part part(Member member, Model model) {
    return new EnsembleModel.Part(
        model,
        member.weight(),
        member.channelSwap(),
        member.halfHopShift(),
        EnsembleStems.indices(card.stems(), model.card()));
  }

  /// Members whose masks can be combined before there are waves, as one: the mean of waves is the
  /// same, and costs fewer transforms.
  private List<EnsembleModel.Part> grouped(List<EnsembleModel.Part> parts) {
    if (combination != Combination.MEAN) {
      return parts;
    }
    record Shared(Contract contract, boolean halfHopShift) {}
    var groups = new LinkedHashMap<Object, List<EnsembleModel.Part>>();
    for (EnsembleModel.Part part : parts) {
      Object key =
          part.model() instanceof ChunkModel chunks
              ? new Shared(chunks.contract(), part.halfHopShift())
              : part;
      groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(part);
    }
    return groups.values().stream().map(this::asOne).toList();
  }

  private EnsembleModel.Part asOne(List<EnsembleModel.Part> group) {
    EnsembleModel.Part first = group.getFirst();
    if (group.size() == 1) {
      return first;
    }
    var masks = new EnsembleMaskModel(card, combination, group, List.of());
    double weight = group.stream().mapToDouble(EnsembleModel.Part::weight).sum();
    return new EnsembleModel.Part(
        masks, weight, false, first.halfHopShift(), EnsembleStems.indices(card.stems(), card));
  }
}

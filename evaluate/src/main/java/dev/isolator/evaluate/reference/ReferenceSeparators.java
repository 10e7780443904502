package dev.isolator.evaluate.reference;

import dev.isolator.model.Accelerator;
import dev.isolator.model.Model;
import dev.isolator.model.ModelException;
import dev.isolator.model.SongModel;
import java.util.List;

/// All reference separators, by name; found by the model catalogue when this module is on the path.
public final class ReferenceSeparators implements Model.Providers {
  /// The start of all reference separators' names.
  public static final String PREFIX = "reference:";

  @Override
  public List<Model.Provider> providers() {
    return List.copyOf(all());
  }

  /// All of them, the simplest first.
  private static List<ReferenceModel.Provider> all() {
    return List.of(
        ReferenceModel.Provider.of("mixture", "the mixture itself", new MixtureAsEstimate()),
        ReferenceModel.Provider.of("centre", "after Avendano, WASPAA 2003", new CentreExtraction()),
        ReferenceModel.Provider.of(
            "repet", "Rafii and Pardo, IEEE Trans. ASLP 21(1), 2013", new Repet()),
        ReferenceModel.Provider.of("repet-sim", "Rafii and Pardo, ISMIR 2012", new RepetSim()),
        ReferenceModel.Provider.of(
            "harmonic-percussive",
            "FitzGerald, DAFx 2010; FitzGerald and Gainza, ISAST Trans. 4(1), 2010",
            new HarmonicPercussive()));
  }

  /// Their names, in that order.
  public static List<String> names() {
    return all().stream().map(provider -> provider.card().name()).toList();
  }

  /// Opens the one of that name.
  ///
  /// @param name such as `reference:repet`
  /// @param threads that it may use at a time, 1 or more
  public static SongModel open(String name, int threads) throws ModelException {
    return all().stream()
        .filter(provider -> provider.card().name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ModelException(
                    "%s: no reference separator of that name; there are %s"
                        .formatted(name, String.join(", ", names()))))
        .open(threads, Accelerator.CPU);
  }
}

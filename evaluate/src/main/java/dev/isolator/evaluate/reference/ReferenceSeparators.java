package dev.isolator.evaluate.reference;

import dev.isolator.model.ModelException;
import dev.isolator.model.WaveModel;
import java.util.List;

/// All reference separators, by name; found by the model catalogue when this module is on the path.
public final class ReferenceSeparators implements WaveModel.Provider {
  /// The start of all reference separators' names.
  public static final String PREFIX = "reference:";

  @Override
  public List<WaveModel> models() {
    return all();
  }

  /// All of them, the simplest first.
  public static List<WaveModel> all() {
    return List.of(
        new ReferenceModel("mixture", "the mixture itself", new MixtureAsEstimate()),
        new ReferenceModel("centre", "after Avendano, WASPAA 2003", new CentreExtraction()),
        new ReferenceModel("repet", "Rafii and Pardo, IEEE Trans. ASLP 21(1), 2013", new Repet()),
        new ReferenceModel("repet-sim", "Rafii and Pardo, ISMIR 2012", new RepetSim()),
        new ReferenceModel(
            "harmonic-percussive",
            "FitzGerald, DAFx 2010; FitzGerald and Gainza, ISAST Trans. 4(1), 2010",
            new HarmonicPercussive()));
  }

  /// The one of that name.
  ///
  /// @param name such as `reference:repet`
  public static WaveModel named(String name) throws ModelException {
    return all().stream()
        .filter(model -> model.card().name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ModelException(
                    "%s: no reference separator of that name; there are %s"
                        .formatted(
                            name,
                            String.join(
                                ", ", all().stream().map(model -> model.card().name()).toList()))));
  }
}

package dev.isolator.chain;

import dev.isolator.conditioning.AnalysisOptions;
import dev.isolator.mask.Masking;
import dev.isolator.mask.VoiceGating;
import dev.isolator.model.ModelException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Which steps a song goes through, as data: compared by content, printed whole.
///
/// A step that is not named is as it is without a chain: `voice-activity` as the model's card says,
/// `similarity` on, the others off. One that is switched off is off, whatever the card says. With
/// `cepstra` switched off another network runs, so `framing` then asks for nothing.
///
/// @param name of the chain, for people
/// @param description a sentence; empty where there is none
/// @param stages that are on, in the order of [Stage.Kind], each kind once
/// @param off the kinds that are switched off
public record Chain(String name, String description, List<Stage> stages, Set<Stage.Kind> off) {
  private static final String SPECTRAL = "binary-vocals";

  public Chain {
    stages = List.copyOf(stages);
    off = Set.copyOf(off);
    for (int i = 1; i < stages.size(); i++) {
      Stage.Kind kind = stages.get(i).kind();
      Stage.Kind before = stages.get(i - 1).kind();
      if (kind.compareTo(before) <= 0) {
        throw new IllegalArgumentException(
            kind == before
                ? "%s may be named once, was named twice".formatted(kind.word())
                : "%s must come before %s, came after it".formatted(kind.word(), before.word()));
      }
    }
    for (Stage.Kind kind : off) {
      if (kind.isFixed()) {
        throw new IllegalArgumentException(
            "%s cannot be switched off: without it there are no stems; leave it on"
                .formatted(kind.word()));
      }
      if (stages.stream().anyMatch(stage -> stage.kind() == kind)) {
        throw new IllegalArgumentException(kind.word() + " is both on and off");
      }
    }
  }

  /// A chain that changes nothing.
  public static Chain empty() {
    return new Chain("empty", "", List.of(), Set.of());
  }

  /// The built-in chain of that name, or the one in a `.yaml` file.
  ///
  /// @throws ModelException if there is none, or the file says something else
  public static Chain find(String name) throws ModelException {
    return ChainFiles.find(name);
  }

  /// The names of the built-in chains.
  public static List<String> builtIn() {
    return ChainFiles.BUILT_IN;
  }

  /// Reads a chain from YAML.
  ///
  /// @param name of the chain
  /// @param where the file's name for messages
  public static Chain parse(String name, String where, String yaml) throws ModelException {
    return ChainReader.read(name, where, yaml);
  }

  /// The same with a step switched off.
  ///
  /// @throws IllegalArgumentException if it cannot be
  public Chain without(Stage.Kind kind) {
    var left = new ArrayList<>(stages);
    left.removeIf(stage -> stage.kind() == kind);
    var switchedOff = EnumSet.of(kind);
    switchedOff.addAll(off);
    return new Chain(name, description, left, switchedOff);
  }

  /// The same up to a step, which is the last that is on; what comes after it is switched off where
  /// that can be.
  public Chain upTo(Stage.Kind last) {
    Chain shorter = this;
    for (Stage.Kind kind : Stage.Kind.values()) {
      boolean after = kind.compareTo(last) > 0;
      boolean changesMasks = kind != Stage.Kind.CEPSTRA && kind != Stage.Kind.SIMILARITY;
      if (after && changesMasks && !kind.isFixed()) {
        shorter = shorter.without(kind);
      }
    }
    return shorter;
  }

  /// The model that runs: the one that `cepstra` names; where that step is switched off the chosen
  /// one, or `binary-vocals`, which hears spectra on the same frames as `cepstral-vocals`.
  ///
  /// @param chosen a model that was chosen without the chain; empty = none was
  public String model(String chosen) {
    for (Stage stage : stages) {
      if (stage instanceof Stage.Cepstra(String model)) {
        return model;
      }
    }
    return chosen.isEmpty() && off.contains(Stage.Kind.CEPSTRA) ? SPECTRAL : chosen;
  }

  /// How the song is prepared for the network.
  public AnalysisOptions analysis() {
    var analysis = AnalysisOptions.asItIs();
    for (Stage stage : stages) {
      analysis =
          switch (stage) {
            case Stage.Conditioning(var settings) -> analysis.withConditioning(settings);
            case Stage.Level(var settings) -> analysis.withNormalisation(settings);
            case Stage.Framing(var settings) ->
                off.contains(Stage.Kind.CEPSTRA) ? analysis : analysis.withFraming(settings);
            case Stage.Cepstra _,
                Stage.VoiceActivity _,
                Stage.Similarity _,
                Stage.Shaping _,
                Stage.Subtraction _,
                Stage.Restoration _,
                Stage.Phase _,
                Stage.IslandRemoval _,
                Stage.Rendering _ ->
                analysis;
          };
    }
    return analysis;
  }

  /// What is done to the masks, and with them.
  public Masking masking() {
    var masking = Masking.soft();
    if (off.contains(Stage.Kind.VOICE_ACTIVITY)) {
      masking = masking.withVoiceGating(VoiceGating.OFF);
    }
    masking = masking.withBroadband(off.contains(Stage.Kind.SIMILARITY));
    for (Stage stage : stages) {
      masking =
          switch (stage) {
            case Stage.VoiceActivity(var settings) ->
                masking.withVoiceGating(VoiceGating.ON).withGate(settings);
            case Stage.Shaping(var settings) -> masking.withShape(settings);
            case Stage.Restoration(int rounds) -> masking.withWienerIterations(rounds);
            case Stage.Phase(int rounds) -> masking.withPhaseIterations(rounds);
            case Stage.IslandRemoval(var settings) -> masking.withCleanUp(settings);
            case Stage.Conditioning _,
                Stage.Level _,
                Stage.Framing _,
                Stage.Cepstra _,
                Stage.Similarity _,
                Stage.Subtraction _,
                Stage.Rendering _ ->
                masking;
          };
    }
    return masking;
  }
}

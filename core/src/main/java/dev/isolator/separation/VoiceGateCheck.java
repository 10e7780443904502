package dev.isolator.separation;

import dev.isolator.mask.Masking;
import dev.isolator.mask.VoiceGate;
import dev.isolator.mask.VoiceGating;
import dev.isolator.model.ChunkPlan;
import dev.isolator.model.Contract;
import dev.isolator.model.EnsembleModel;
import dev.isolator.model.MaskModel;
import dev.isolator.model.Model;
import dev.isolator.model.ModelCard;
import dev.isolator.model.ModelException;
import org.jspecify.annotations.Nullable;

/// Refuses a voice gate that a model has nothing for, before a song is taken. With a voice model
/// beside it the gate wants vocals and nothing else; by itself a model must look ahead and say
/// where somebody sings.
final class VoiceGateCheck {
  private VoiceGateCheck() {}

  /// @param detector the voice model beside it; null = none
  static void check(Model model, Masking masking, @Nullable VoiceDetector detector)
      throws ModelException {
    if (detector != null && masking.voiceGating() == VoiceGating.ON) {
      ModelCard card = model.card();
      if (!card.stems().contains(SeparationEngine.VOCALS)) {
        throw new ModelException(
            "%s: the voice gate wants a stem named %s, found %s; leave the gate off, or choose another model"
                .formatted(card.name(), SeparationEngine.VOCALS, String.join(", ", card.stems())));
      }
    } else if (model instanceof EnsembleModel ensemble) {
      for (EnsembleModel.Part part : ensemble.parts()) {
        checkGate(part.model(), masking);
      }
    } else {
      checkGate(model, masking);
    }
  }

  private static void checkGate(Model model, Masking masking) throws ModelException {
    ModelCard card = model.card();
    if (!SeparationEngine.isGated(card, masking)) {
      return;
    }
    if (!(model instanceof MaskModel masks) || masks.voice() == null) {
      throw new ModelException(
          "%s: the voice gate wants a model that says where somebody sings (an output named voice), found none; leave the gate off, or choose another model"
              .formatted(card.name()));
    }
    if (!card.stems().subList(0, card.stems().size() - 1).contains(SeparationEngine.VOCALS)) {
      throw new ModelException(
          "%s: the voice gate wants a stem named %s that is not the last, found %s; leave the gate off, or choose another model"
              .formatted(card.name(), SeparationEngine.VOCALS, String.join(", ", card.stems())));
    }
    if (!(card.contract() instanceof Contract.Chunk chunk)) {
      throw new ModelException(
          "%s: the voice gate wants a model that looks ahead, found one that answers frame by frame; leave the gate off, or choose another model"
              .formatted(card.name()));
    }
    try {
      ChunkPlan.of(
          chunk,
          VoiceGate.reach(SeparationEngine.gate(card, masking), chunk.grid().frameSeconds()));
    } catch (IllegalArgumentException e) {
      throw new ModelException(card.name() + ": " + e.getMessage(), e);
    }
  }
}

package dev.isolator.separation;

import dev.isolator.conditioning.AnalysisOptions;
import dev.isolator.mask.MaskShape;
import dev.isolator.mask.Masking;
import dev.isolator.model.Contract;
import dev.isolator.model.EnsembleModel;
import dev.isolator.model.Grid;
import dev.isolator.model.MaskModel;
import dev.isolator.model.Model;
import dev.isolator.model.ModelCard;
import dev.isolator.model.ModelException;

/// Refuses options that a model has nothing for, before a song is taken.
final class MaskOptionsCheck {
  private MaskOptionsCheck() {}

  static void check(Model model, AnalysisOptions analysis, Masking masking) throws ModelException {
    if (model instanceof EnsembleModel ensemble) {
      if (!Double.isNaN(masking.binaryThreshold())) {
        throw new ModelException(
            "%s: hard masks want models that answer with masks on one grid, found an ensemble whose waves are combined; leave them off, or choose one model"
                .formatted(ensemble.card().name()));
      }
      for (EnsembleModel.Part part : ensemble.parts()) {
        check(part.model(), analysis, masking);
      }
      return;
    }
    ModelCard card = model.card();
    if (!(model instanceof MaskModel masks)) {
      checkNoneAsked(card, analysis, masking);
      return;
    }
    Grid grid = masks.contract().grid();
    var framing = analysis.framing();
    if (!framing.fits(grid.sampleRate(), grid.fftLength(), grid.hopLength())) {
      throw new ModelException(
          "%s: expected a model with frames of %s samples, hop %s, at %s Hz, found %d, hop %d, at %d Hz; change the framing, or choose another model"
              .formatted(
                  card.name(),
                  any(framing.fftLength()),
                  any(framing.hopLength()),
                  any(framing.sampleRate()),
                  grid.fftLength(),
                  grid.hopLength(),
                  grid.sampleRate()));
    }
    int vocals = card.stems().indexOf(SeparationEngine.VOCALS);
    boolean maskedVocals = vocals >= 0 && vocals < card.stems().size() - 1;
    if (!masking.shape().edges().equals(MaskShape.Edges.OFF) && !maskedVocals) {
      throw new ModelException(
          "%s: soft entry and exit want a stem named %s that is not the last, found %s; leave them off, or choose another model"
              .formatted(card.name(), SeparationEngine.VOCALS, String.join(", ", card.stems())));
    }
    if (masking.broadband()
        && (masks.voice() == null
            || card.stems().size() != 2
            || !maskedVocals
            || !(card.contract() instanceof Contract.Chunk))) {
      throw new ModelException(
          "%s: without similarity a model of two stems is wanted that says where somebody sings (an output named voice), found %s; keep the stage, or choose another model"
              .formatted(
                  card.name(),
                  masks.voice() == null ? "none" : "the stems " + String.join(", ", card.stems())));
    }
  }

  private static void checkNoneAsked(ModelCard card, AnalysisOptions analysis, Masking masking)
      throws ModelException {
    var none = Masking.soft();
    if (!analysis.equals(AnalysisOptions.asItIs())
        || masking.broadband()
        || !masking.shape().equals(none.shape())
        || masking.cleanUp().amount() > 0
        || masking.phaseIterations() > 0) {
      throw new ModelException(
          "%s: a chain's conditioning, mask shaping, clean-up and phase want a model that answers with masks, found one that answers with samples; leave them off, or choose another model"
              .formatted(card.name()));
    }
  }

  private static String any(int value) {
    return value == 0 ? "any" : String.valueOf(value);
  }
}

package dev.isolator.separation;

import dev.isolator.audio.ChannelLayout;
import dev.isolator.model.Contract;
import dev.isolator.model.Grid;
import dev.isolator.model.Model;
import dev.isolator.model.ModelCard;
import dev.isolator.model.ModelException;
import dev.isolator.model.VoiceModel;
import dev.isolator.spectrum.AnalysisGrid;
import dev.isolator.voice.VoiceListener;
import dev.isolator.voice.VoiceMedian;
import org.jspecify.annotations.Nullable;

/// Samples → where somebody sings, with a model that does nothing else ([VoiceModel]): beside a
/// separation, or alone.
///
/// The model is opened when it is first asked for: who never asks pays nothing. It keeps the model
/// and the threads that transform frames; songs come one at a time.
public final class VoiceDetector implements AutoCloseable {
  private final ModelCard card;
  private final Contract.Voice contract;
  private final Opening opening;
  private final int threads;
  private @Nullable Opened opened;

  /// Opens the model.
  @FunctionalInterface
  public interface Opening {
    Model open() throws ModelException;
  }

  private record Opened(VoiceModel model, Workers workers) {}

  private VoiceDetector(ModelCard card, Contract.Voice contract, Opening opening, int threads) {
    this.card = card;
    this.contract = contract;
    this.opening = opening;
    this.threads = threads;
  }

  /// A detector whose model is not open yet.
  ///
  /// @param card of the model
  /// @param threads for transforms, 1 or more
  /// @throws IllegalArgumentException if the card is of a model that takes songs apart
  public static VoiceDetector of(ModelCard card, Opening opening, int threads) {
    if (!(card.contract() instanceof Contract.Voice contract)) {
      throw new IllegalArgumentException(
          "card must be of the contract voice, was of " + card.contract().kind());
    }
    return new VoiceDetector(card, contract, opening, threads);
  }

  /// What the model is.
  public ModelCard card() {
    return card;
  }

  /// What runs the network and why, in a sentence, as [Model#accelerator()]. Opens it.
  public String accelerator() throws ModelException {
    return opened().model.accelerator();
  }

  /// Begins a song that is listened to and not taken apart.
  ///
  /// @param sampleRate in Hz, [SeparationEngine#MIN_SAMPLE_RATE] to
  ///   [SeparationEngine#MAX_SAMPLE_RATE]
  /// @param receiver takes the song, without stems, on the thread that gives the samples
  /// @param listener hears every frame, through the card's running median, on that thread
  /// @throws ModelException if the model does not open, or takes no songs of that rate
  public BlockSeparation begin(
      int sampleRate, ChannelLayout layout, StemReceiver receiver, VoiceListener listener)
      throws ModelException {
    VoiceMedian median = median(listener);
    var detection = detection(sampleRate, layout, median == null ? listener : median);
    return new VoiceAlone(detection, median, receiver);
  }

  /// The card's running median before a listener; null where the card names none.
  @Nullable VoiceMedian median(VoiceListener listener) {
    double seconds = card.voice().medianSeconds();
    return seconds > 0 ? new VoiceMedian(seconds, listener) : null;
  }

  /// Begins a song; the network's probabilities are told as they are.
  VoiceDetection detection(int sampleRate, ChannelLayout layout, VoiceListener listener)
      throws ModelException {
    SeparationEngine.checkRate(card, sampleRate);
    Opened ready = opened();
    return new VoiceDetection(ready.model, grid(sampleRate), layout, ready.workers, listener);
  }

  /// The grid of a song of that rate.
  AnalysisGrid grid(int sampleRate) {
    Grid trained = contract.grid();
    return AnalysisGrid.of(
        trained.sampleRate(), trained.fftLength(), trained.hopLength(), sampleRate);
  }

  Contract.Voice contract() {
    return contract;
  }

  private synchronized Opened opened() throws ModelException {
    Opened ready = opened;
    if (ready == null) {
      Model model = opening.open();
      if (!(model instanceof VoiceModel voice)) {
        model.close();
        throw new ModelException(
            "%s: expected a model that says where somebody sings, found one that takes songs apart; choose another model"
                .formatted(card.name()));
      }
      ready = new Opened(voice, new Workers(threads));
      opened = ready;
    }
    return ready;
  }

  /// Frees the network and the threads, where they were opened. No song may be under way.
  @Override
  public synchronized void close() {
    Opened ready = opened;
    if (ready != null) {
      ready.workers.close();
      ready.model.close();
      opened = null;
    }
  }
}

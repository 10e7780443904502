package dev.isolator.evaluate.reference;

import dev.isolator.model.Accelerator;
import dev.isolator.model.Contract;
import dev.isolator.model.Model;
import dev.isolator.model.ModelCard;
import dev.isolator.model.ModelException;
import dev.isolator.model.SongModel;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;

/// A [ReferenceMethod] in the shape of every other model. Its loops run on threads of its own, as
/// many as it was opened with.
final class ReferenceModel implements SongModel {
  private final Provider provider;
  private final ForkJoinPool threads;

  private ReferenceModel(Provider provider, int threads) {
    this.provider = provider;
    this.threads = new ForkJoinPool(threads);
  }

  /// What opens it.
  ///
  /// @param card what it is
  /// @param method what it does
  record Provider(ModelCard card, ReferenceMethod method) implements Model.Provider {
    /// @param name without `reference:`
    /// @param source the paper
    static Provider of(String name, String source, ReferenceMethod method) {
      var provenance =
          new ModelCard.Provenance(0, "Apache-2.0", List.of(), List.of(), "not trained; " + source);
      return new Provider(
          new ModelCard(
              ReferenceSeparators.PREFIX + name,
              "1",
              "reference",
              List.of("vocals", "music"),
              new Contract.Song(),
              provenance,
              "",
              "",
              ""),
          method);
    }

    @Override
    public SongModel open(int threads, Accelerator accelerator) {
      return new ReferenceModel(this, threads);
    }
  }

  @Override
  public ModelCard card() {
    return provider.card();
  }

  @Override
  public String accelerator() {
    return "cpu";
  }

  /// What the method makes of each stem, also where the two do not sum to the mixture.
  @Override
  public float[][][] separate(float[][] mix, int sampleRate) throws ModelException {
    try {
      return threads.submit(() -> provider.method().separate(mix, sampleRate)).get();
    } catch (ExecutionException e) {
      throw new ModelException(
          "%s: the method failed (%s); choose another model".formatted(card().name(), e.getCause()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModelException(card().name() + ": was interrupted; start it again", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}

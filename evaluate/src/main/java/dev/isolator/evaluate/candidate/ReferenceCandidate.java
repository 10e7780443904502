package dev.isolator.evaluate.candidate;

import dev.isolator.evaluate.metric.Pcm16;
import dev.isolator.evaluate.songs.ReferenceSignals;
import dev.isolator.model.ModelException;
import dev.isolator.model.SongModel;
import java.util.LinkedHashMap;
import java.util.List;

/// A reference separator. Its stems are scored as the method gives them, even where they do not sum
/// to the mixture.
final class ReferenceCandidate implements Candidate {
  private final SongModel model;

  ReferenceCandidate(SongModel model) {
    this.model = model;
  }

  @Override
  public String name() {
    return model.card().name();
  }

  @Override
  public String fingerprint(String song) {
    return name() + "@" + model.card().version();
  }

  @Override
  public synchronized Estimates estimate(ReferenceSignals song) throws ModelException {
    try (var memory = new PeakMemory()) {
      long begin = System.nanoTime();
      float[][][] stems = model.separate(song.mixture(), song.sampleRate());
      double seconds = (System.nanoTime() - begin) / 1e9;
      var byName = new LinkedHashMap<String, Pcm16>();
      for (int stem = 0; stem < stems.length; stem++) {
        byName.put(model.card().stems().get(stem), Pcm16.quantise(stems[stem], song.sampleRate()));
      }
      return new Estimates(byName, seconds, memory.peakBytes(), null, List.of());
    }
  }

  @Override
  public void close() {
    model.close();
  }
}

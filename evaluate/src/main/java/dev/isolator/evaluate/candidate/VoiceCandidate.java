package dev.isolator.evaluate.candidate;

import dev.isolator.SeparatorOptions;
import dev.isolator.audio.AudioException;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.evaluate.songs.ReferenceSignals;
import dev.isolator.model.ModelCard;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import dev.isolator.separation.VoiceDetector;
import dev.isolator.voice.VoiceSource;
import java.util.List;
import java.util.Map;

/// A model that says where somebody sings and takes nothing apart: it gives no stems.
final class VoiceCandidate implements Candidate {
  private final VoiceDetector detector;

  private VoiceCandidate(VoiceDetector detector) {
    this.detector = detector;
  }

  static VoiceCandidate of(ModelCatalogue.Entry entry, SeparatorOptions options) {
    int threads = options.networkThreads();
    return new VoiceCandidate(
        VoiceDetector.of(
            entry.card(),
            () -> entry.open(threads, options.accelerator(), options.precision()),
            threads));
  }

  @Override
  public String name() {
    return detector.card().versionedName();
  }

  @Override
  public String fingerprint(String song) {
    ModelCard card = detector.card();
    return "%s %s %s".formatted(name(), card.sha256(), card.voice());
  }

  /// One song at a time.
  @Override
  public synchronized Estimates estimate(ReferenceSignals song)
      throws AudioException, ModelException {
    double threshold = detector.card().voice().onOr(0.5);
    var voice = new VoiceProbabilities(VoiceSource.DETECTOR, threshold);
    float[][] mixture = song.mixture();
    try (var memory = new PeakMemory()) {
      long begin = System.nanoTime();
      var layout = ChannelLayout.ofCount(mixture.length);
      var listening = detector.begin(song.sampleRate(), layout, (stems, mix, frames) -> {}, voice);
      listening.write(mixture, song.frames());
      listening.finish();
      double seconds = (System.nanoTime() - begin) / 1e9;
      return new Estimates(Map.of(), seconds, memory.peakBytes(), voice, List.of());
    }
  }

  @Override
  public void close() {
    detector.close();
  }
}

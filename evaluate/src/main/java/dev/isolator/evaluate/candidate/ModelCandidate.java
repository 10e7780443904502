package dev.isolator.evaluate.candidate;

import dev.isolator.Separator;
import dev.isolator.SeparatorOptions;
import dev.isolator.audio.AudioException;
import dev.isolator.evaluate.metric.Pcm16;
import dev.isolator.evaluate.songs.ReferenceSignals;
import dev.isolator.model.ModelException;
import java.util.LinkedHashMap;
import java.util.List;

/// A model, run as `isolator separate` runs it, with samples in memory in place of files.
final class ModelCandidate implements Candidate {
  private final Separator separator;
  private final boolean saysVoice;

  private ModelCandidate(Separator separator) {
    this.separator = separator;
    this.saysVoice = saysVoice(separator);
  }

  static ModelCandidate open(SeparatorOptions options) throws ModelException {
    return new ModelCandidate(Separator.open(options));
  }

  private static boolean saysVoice(Separator separator) {
    try {
      separator.voiceSource();
      return true;
    } catch (ModelException e) {
      return false; // the model separates no voice: there is no voice activity to score
    }
  }

  @Override
  public String name() {
    return separator.card().name() + "@" + separator.card().version();
  }

  @Override
  public String fingerprint(String song) {
    var options = separator.options();
    var text =
        "%s %s %s %s %s"
            .formatted(
                name(),
                separator.card().sha256(),
                separator.card().voice(),
                options.analysis(),
                options.masking());
    var said = separator.voiceCard();
    return said.equals(separator.card())
        ? text
        : "%s %s %s %s".formatted(text, said.versionedName(), said.sha256(), said.voice());
  }

  /// One song at a time.
  @Override
  public synchronized Estimates estimate(ReferenceSignals song)
      throws AudioException, ModelException {
    var source = new MemorySource(song.song().name(), song.mixture(), song.sampleRate());
    List<String> names = separator.card().stems();
    var stems = new short[names.size()][song.mixture().length][song.frames()];
    var at = new int[1];
    VoiceProbabilities voice = saysVoice ? probabilities() : null;
    try (var memory = new PeakMemory()) {
      long begin = System.nanoTime();
      var separation = separator.separate(source, song.song().name());
      if (voice != null) {
        separation.onVoice(voice);
      }
      separation.sendTo(
          (blocks, mix, frames) -> {
            for (int stem = 0; stem < stems.length; stem++) {
              for (int channel = 0; channel < stems[stem].length; channel++) {
                Pcm16.quantise(blocks[stem][channel], stems[stem][channel], at[0], frames);
              }
            }
            at[0] += frames;
          });
      double seconds = (System.nanoTime() - begin) / 1e9;
      var byName = new LinkedHashMap<String, Pcm16>();
      for (int stem = 0; stem < stems.length; stem++) {
        byName.put(names.get(stem), new Pcm16(stems[stem], song.sampleRate()));
      }
      return new Estimates(byName, seconds, memory.peakBytes(), voice, List.of());
    }
  }

  private VoiceProbabilities probabilities() throws ModelException {
    return new VoiceProbabilities(separator.voiceSource(), separator.voiceCard().voice().onOr(0.5));
  }

  @Override
  public void close() {
    separator.close();
  }
}

package dev.isolator.evaluate.ablation;

import dev.isolator.SeparatorOptions;
import dev.isolator.audio.AudioException;
import dev.isolator.chain.Chain;
import dev.isolator.chain.Stage;
import dev.isolator.evaluate.candidate.Candidate;
import dev.isolator.evaluate.candidate.Estimates;
import dev.isolator.evaluate.candidate.VoiceProbabilities;
import dev.isolator.evaluate.metric.EdgeRawness;
import dev.isolator.evaluate.metric.MusicalNoise;
import dev.isolator.evaluate.metric.Pcm16;
import dev.isolator.evaluate.metric.TrackSdr;
import dev.isolator.evaluate.songs.DataSet;
import dev.isolator.evaluate.songs.Multitrack;
import dev.isolator.evaluate.songs.ReferenceSignals;
import dev.isolator.model.ModelException;
import dev.isolator.voice.StemLevel;
import dev.isolator.voice.VoiceTimeline;
import java.util.ArrayList;
import java.util.List;

/// Scores a chain, and the chain without each of its steps.
public final class Ablation {
  private Ablation() {}

  /// The whole chain, then for each of its steps that can be switched off the chain without it.
  public static List<Chain> of(Chain chain) {
    var chains = new ArrayList<Chain>();
    chains.add(chain);
    for (Stage stage : chain.stages()) {
      if (!stage.kind().isFixed()) {
        Chain less = chain.without(stage.kind());
        chains.add(
            new Chain(
                "without " + stage.kind().word(), less.description(), less.stages(), less.off()));
      }
    }
    return chains;
  }

  /// Separates and scores all songs of a data set; a song without vocals counts for the music and
  /// the voice's false alarms only.
  ///
  /// @param options what the chain changes, such as threads and the model that it does not name
  public static ChainScores score(Chain chain, DataSet set, SeparatorOptions options)
      throws AudioException, ModelException {
    var tally = new Tally();
    try (var candidate = Candidate.of(options.withChain(chain))) {
      for (Multitrack song : set.songs()) {
        var signals = ReferenceSignals.of(song);
        tally.add(signals, candidate.estimate(signals));
      }
    }
    return tally.scores(chain.name());
  }

  private static final class Tally {
    private final Mean vocals = new Mean();
    private final Mean music = new Mean();
    private final Mean rawness = new Mean();
    private final Mean islands = new Mean();
    private final Mean kurtosis = new Mean();
    private int songs;
    private double hits;
    private double alarmsAndMisses;
    private boolean heard;
    private double seconds;
    private double musicSeconds;

    void add(ReferenceSignals song, Estimates estimates) {
      songs++;
      seconds += estimates.seconds();
      musicSeconds += (double) song.frames() / song.sampleRate();
      Pcm16 voice = estimates.stems().get(Multitrack.VOCALS);
      Pcm16 sung = song.stem(Multitrack.VOCALS);
      if (voice == null || sung == null) {
        return;
      }
      VoiceTimeline truth = StemLevel.defaults().of(sung.toFloat(), sung.sampleRate());
      if (truth.seconds() > 0) {
        vocals.add(TrackSdr.of(sung, voice));
        rawness.add(EdgeRawness.of(sung, voice));
        var noise = MusicalNoise.of(sung, voice);
        islands.add(noise.islandsDb());
        kurtosis.add(noise.kurtosisDb());
        Pcm16 rest = song.stem(Multitrack.MUSIC);
        Pcm16 found = estimates.stems().get(Multitrack.MUSIC);
        if (rest != null && found != null) {
          music.add(TrackSdr.of(rest, found));
        }
      }
      if (estimates.voice() != null) {
        classify(estimates.voice(), truth);
      }
    }

    private void classify(VoiceProbabilities voice, VoiceTimeline truth) {
      heard = true;
      double[] middles = voice.middles();
      double[] probabilities = voice.probabilities();
      for (int t = 0; t < middles.length; t++) {
        boolean sung = truth.isVoice(middles[t]);
        boolean said = probabilities[t] >= voice.threshold();
        hits += sung && said ? 1 : 0;
        alarmsAndMisses += sung != said ? 1 : 0;
      }
    }

    ChainScores scores(String name) {
      return new ChainScores(
          name,
          songs,
          vocals.value(),
          music.value(),
          heard ? 2 * hits / (2 * hits + alarmsAndMisses) : Double.NaN,
          rawness.value(),
          islands.value(),
          kurtosis.value(),
          musicSeconds / seconds);
    }
  }

  /// The mean of what is finite.
  private static final class Mean {
    private double sum;
    private int count;

    void add(double value) {
      if (Double.isFinite(value)) {
        sum += value;
        count++;
      }
    }

    double value() {
      return sum / count;
    }
  }
}

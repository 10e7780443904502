package dev.isolator.evaluate.threshold;

import dev.isolator.audio.AudioException;
import dev.isolator.evaluate.candidate.Candidate;
import dev.isolator.evaluate.candidate.VoiceProbabilities;
import dev.isolator.evaluate.songs.DataSet;
import dev.isolator.evaluate.songs.Multitrack;
import dev.isolator.evaluate.songs.ReferenceSignals;
import dev.isolator.model.ModelException;
import dev.isolator.voice.StemLevel;
import dev.isolator.voice.VoiceMedian;
import dev.isolator.voice.VoiceTimeline;
import java.util.ArrayList;
import java.util.List;

/// What a model says of every frame of many songs, and what is true.
public final class VoiceFrames {
  private final List<Song> songs = new ArrayList<>();

  private record Song(VoiceTimeline truth, VoiceProbabilities heard) {}

  /// Adds the songs of a data set that have a vocal stem; a silent one is a song without voice.
  ///
  /// @throws ModelException if the model cannot say where somebody sings
  public void add(DataSet set, Candidate model) throws AudioException, ModelException {
    for (Multitrack song : set.songs()) {
      var signals = ReferenceSignals.of(song);
      var vocals = signals.stem(Multitrack.VOCALS);
      var heard = model.estimate(signals).voice();
      if (heard == null) {
        throw new ModelException(
            "%s: expected a model that says where somebody sings, found none; choose another model"
                .formatted(model.name()));
      }
      if (vocals != null) {
        songs.add(new Song(StemLevel.defaults().of(vocals.toFloat(), vocals.sampleRate()), heard));
      }
    }
  }

  /// Fits a threshold to all of them.
  ///
  /// @param medianSeconds of a running median over the probabilities, 0 = off
  public ThresholdFit fit(double medianSeconds) {
    var sung = new ArrayList<Boolean>();
    var said = new ArrayList<Float>();
    for (Song song : songs) {
      double[] middles = song.heard.middles();
      double[] probabilities = song.heard.probabilities();
      double frame = middles.length > 1 ? middles[1] - middles[0] : 1;
      for (double middle : middles) {
        sung.add(song.truth.isVoice(middle));
      }
      var median =
          medianSeconds > 0
              ? new VoiceMedian(medianSeconds, (start, end, probability) -> said.add(probability))
              : null;
      for (int t = 0; t < middles.length; t++) {
        if (median == null) {
          said.add((float) probabilities[t]);
        } else {
          median.heard(middles[t] - frame / 2, middles[t] + frame / 2, (float) probabilities[t]);
        }
      }
      if (median != null) {
        median.finish();
      }
    }
    var truth = new boolean[sung.size()];
    var values = new double[truth.length];
    for (int t = 0; t < truth.length; t++) {
      truth[t] = sung.get(t);
      values[t] = said.get(t);
    }
    return ThresholdFit.of(truth, values);
  }
}

package dev.isolator.evaluate.score;

import dev.isolator.evaluate.candidate.Estimates;
import dev.isolator.evaluate.metric.BssEval;
import dev.isolator.evaluate.metric.FrameScores;
import dev.isolator.evaluate.metric.Pcm16;
import dev.isolator.evaluate.metric.ScaleInvariantSdr;
import dev.isolator.evaluate.metric.TrackSdr;
import dev.isolator.evaluate.songs.Multitrack;
import dev.isolator.evaluate.songs.ReferenceSignals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Scores all stems of a song.
///
/// Stems that are estimated together are scored together, for each of them is interference in the
/// others. Where a candidate gives more than vocals and music – vocals, drums, bass, other – its
/// `music` is the sum of all but the vocals, and is scored in a second round against vocals alone,
/// as the reference implementation scores accompaniment.
public final class SongScoring {
  private SongScoring() {}

  /// Scores a candidate's estimates.
  ///
  /// @param notes a sentence is added for each stem that could not be scored
  public static List<StemScores> score(
      ReferenceSignals song, Estimates estimates, List<String> notes) {
    var stems = new LinkedHashMap<String, Pcm16>();
    var notMusic = new ArrayList<Pcm16>();
    estimates
        .stems()
        .forEach(
            (name, stem) -> {
              if (!name.equals(Multitrack.VOCALS)) {
                notMusic.add(stem);
              }
              if (song.stem(name) == null) {
                notes.add("the song has no reference of %s: it is not scored".formatted(name));
              } else {
                stems.put(name, stem);
              }
            });
    boolean many = notMusic.size() > 1 && !stems.containsKey(Multitrack.MUSIC);
    var scores = new ArrayList<>(together(song, stems, notes));
    var vocals = stems.get(Multitrack.VOCALS);
    if (many && vocals != null && song.stem(Multitrack.MUSIC) != null) {
      var two = new LinkedHashMap<String, Pcm16>();
      two.put(Multitrack.VOCALS, vocals);
      two.put(Multitrack.MUSIC, sum(notMusic));
      scores.add(together(song, two, new ArrayList<>()).getLast());
    }
    return scores;
  }

  /// Scores a candidate's voice probabilities; null if it gives none, or the song has no vocal stem
  /// to compare with.
  public static @Nullable VoiceScores voice(ReferenceSignals song, Estimates estimates) {
    var heard = estimates.voice();
    var vocals = song.stem(Multitrack.VOCALS);
    return heard == null || vocals == null || heard.middles().length == 0
        ? null
        : VoiceScores.of(heard, vocals);
  }

  private static List<StemScores> together(
      ReferenceSignals song, Map<String, Pcm16> estimates, List<String> notes) {
    var names = List.copyOf(estimates.keySet());
    var references = names.stream().map(name -> stem(song, name)).toList();
    List<Pcm16> guesses = List.copyOf(estimates.values());
    List<FrameScores> frames = names.isEmpty() ? List.of() : BssEval.score(references, guesses);
    var scores = new ArrayList<StemScores>();
    for (int i = 0; i < names.size(); i++) {
      scores.add(
          new StemScores(
              names.get(i),
              frames.get(i),
              ScaleInvariantSdr.of(references.get(i), guesses.get(i)),
              TrackSdr.of(references.get(i), guesses.get(i))));
      noteSilence(names.get(i), references.get(i), guesses.get(i), notes);
    }
    return scores;
  }

  private static void noteSilence(String name, Pcm16 reference, Pcm16 guess, List<String> notes) {
    if (isSilent(reference)) {
      notes.add("reference %s is silent: BSS Eval is undefined for the song".formatted(name));
    } else if (isSilent(guess)) {
      notes.add("estimate %s is silent: BSS Eval is undefined for the song".formatted(name));
    }
  }

  private static boolean isSilent(Pcm16 stem) {
    for (short[] channel : stem.samples()) {
      for (short sample : channel) {
        if (sample != 0) {
          return false;
        }
      }
    }
    return true;
  }

  private static Pcm16 stem(ReferenceSignals song, String name) {
    @Nullable Pcm16 stem = song.stem(name);
    if (stem == null) {
      throw new IllegalArgumentException("there is no reference of " + name);
    }
    return stem;
  }

  private static Pcm16 sum(List<Pcm16> stems) {
    float[][] sum = stems.getFirst().toFloat();
    for (var stem : stems.subList(1, stems.size())) {
      float[][] more = stem.toFloat();
      for (int channel = 0; channel < sum.length; channel++) {
        for (int i = 0; i < sum[channel].length; i++) {
          sum[channel][i] += more[channel][i];
        }
      }
    }
    return Pcm16.quantise(sum, stems.getFirst().sampleRate());
  }
}

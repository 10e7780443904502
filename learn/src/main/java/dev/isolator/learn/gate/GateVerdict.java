package dev.isolator.learn.gate;

import dev.isolator.learn.gate.GateReport.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Decides from figures alone: the same figures, limits and seed give the same verdict.
final class GateVerdict {
  private GateVerdict() {}

  static GateReport of(
      GateReport.Compared compared,
      List<SongDifference> songs,
      List<LawCheck> laws,
      GateLimits limits,
      String judgedAt) {
    double[] differences =
        songs.stream()
            .filter(SongDifference::isSung)
            .mapToDouble(SongDifference::differenceDb)
            .toArray();
    List<SongDifference> unsung = songs.stream().filter(song -> !song.isSung()).toList();
    BootstrapInterval interval =
        differences.length == 0 ? null : BootstrapInterval.of(differences, compared.seed());
    var conditions = new ArrayList<Condition>();
    conditions.add(
        new Condition(
            "songs of the set",
            "at least %d sung and %d unsung"
                .formatted(limits.leastSongs(), limits.leastInstrumentals()),
            "%d sung and %d unsung".formatted(differences.length, unsung.size()),
            differences.length >= limits.leastSongs()
                && unsung.size() >= limits.leastInstrumentals()));
    if (interval != null) {
      conditions.add(
          atLeast("median difference in SDR", interval.median(), limits.leastMedianDb()));
      conditions.add(
          new Condition(
              "lower end of its 95 % interval",
              "above " + decibels(limits.leastLowerDb()),
              decibels(interval.lower()),
              interval.lower() > limits.leastLowerDb()));
      conditions.add(worst(songs, limits));
    }
    conditions.add(voice(songs, limits));
    conditions.add(falseVoice(unsung, limits));
    long broken = laws.stream().filter(law -> !law.holds()).count();
    conditions.add(
        new Condition(
            "laws",
            "all of them",
            laws.isEmpty()
                ? "none was checked"
                : "%d of %d".formatted(laws.size() - broken, laws.size()),
            !laws.isEmpty() && broken == 0));
    boolean passed = interval != null && conditions.stream().allMatch(Condition::holds);
    return new GateReport(compared, passed, conditions, interval, songs, laws, judgedAt);
  }

  private static Condition atLeast(String name, double found, double least) {
    return new Condition(name, "at least " + decibels(least), decibels(found), found >= least);
  }

  private static Condition worst(List<SongDifference> songs, GateLimits limits) {
    SongDifference worst = null;
    for (SongDifference song : songs) {
      if (song.isSung() && (worst == null || !(song.differenceDb() >= worst.differenceDb()))) {
        worst = song;
      }
    }
    if (worst == null) {
      throw new IllegalStateException("no sung song");
    }
    return new Condition(
        "worst song",
        "not below " + decibels(limits.leastSongDb()),
        "%s (%s)".formatted(decibels(worst.differenceDb()), worst.song()),
        worst.differenceDb() >= limits.leastSongDb());
  }

  private static Condition voice(List<SongDifference> songs, GateLimits limits) {
    List<SongDifference> both =
        songs.stream().filter(song -> song.liveF1() != null && song.candidateF1() != null).toList();
    boolean lost =
        songs.stream().anyMatch(song -> song.liveF1() != null && song.candidateF1() == null);
    String asked = "at most %.1f points lower".formatted(100 * limits.mostF1Loss());
    if (both.isEmpty() || lost) {
      return new Condition(
          "voice activity, F1", asked, lost ? "the candidate says none" : "neither says it", !lost);
    }
    double before = mean(both, SongDifference::liveF1);
    double after = mean(both, SongDifference::candidateF1);
    return new Condition(
        "voice activity, F1",
        asked,
        String.format(Locale.ROOT, "%.1f after %.1f", 100 * after, 100 * before),
        after >= before - limits.mostF1Loss());
  }

  private static Condition falseVoice(List<SongDifference> unsung, GateLimits limits) {
    double before = mean(unsung, SongDifference::liveFalseVoiceDb);
    double after = mean(unsung, SongDifference::candidateFalseVoiceDb);
    return new Condition(
        "voice found in songs without one",
        "at most %s louder".formatted(decibels(limits.mostFalseVoiceDb())),
        "%s after %s".formatted(decibels(after), decibels(before)),
        after <= before + limits.mostFalseVoiceDb()); // false for NaN: there is none in the set
  }

  private static double mean(
      List<SongDifference> songs, Function<SongDifference, @Nullable Double> figure) {
    double sum = 0;
    for (SongDifference song : songs) {
      Double value = figure.apply(song);
      sum += value == null ? Double.NaN : value;
    }
    return songs.isEmpty() ? Double.NaN : sum / songs.size();
  }

  static String decibels(double value) {
    return String.format(Locale.ROOT, "%.2f dB", value).replace('-', '−');
  }
}

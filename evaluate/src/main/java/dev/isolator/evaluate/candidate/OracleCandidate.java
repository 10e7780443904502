package dev.isolator.evaluate.candidate;

import dev.isolator.evaluate.metric.Pcm16;
import dev.isolator.evaluate.oracle.Oracle;
import dev.isolator.evaluate.songs.Multitrack;
import dev.isolator.evaluate.songs.ReferenceSignals;
import java.util.LinkedHashMap;
import java.util.List;

/// An oracle; it is given the true vocals and music.
record OracleCandidate(Oracle oracle) implements Candidate {
  @Override
  public String name() {
    return oracle.toString();
  }

  @Override
  public String fingerprint(String song) {
    return name() + "@1";
  }

  @Override
  public Estimates estimate(ReferenceSignals song) {
    var given = new LinkedHashMap<String, Pcm16>();
    for (var name : List.of(Multitrack.VOCALS, Multitrack.MUSIC)) {
      var stem = song.stem(name);
      if (stem != null) {
        given.put(name, stem);
      }
    }
    var names = List.copyOf(given.keySet());
    var truth = given.values().stream().map(Pcm16::toFloat).toArray(float[][][]::new);
    try (var memory = new PeakMemory()) {
      long begin = System.nanoTime();
      float[][][] stems = oracle.separate(song.mixture(), truth, song.sampleRate());
      double seconds = (System.nanoTime() - begin) / 1e9;
      var byName = new LinkedHashMap<String, Pcm16>();
      for (int stem = 0; stem < stems.length; stem++) {
        byName.put(names.get(stem), Pcm16.quantise(stems[stem], song.sampleRate()));
      }
      return new Estimates(byName, seconds, memory.peakBytes(), null, List.of());
    }
  }
}

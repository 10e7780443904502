package dev.isolator.dataset.sing;

import dev.isolator.dataset.manifest.ClipSpan;
import dev.isolator.dataset.manifest.Entry;
import dev.isolator.dataset.manifest.Kind;
import dev.isolator.dataset.manifest.Manifest;
import dev.isolator.dataset.manifest.Split;
import dev.isolator.dataset.recording.RateChange;
import dev.isolator.dataset.recording.RecordingFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SplittableRandom;

/// The singers of one split, in memory. Immutable; any number of threads.
public final class VoiceBank {
  private static final double SHORTEST_CLIP = 0.3;

  private final List<Voice> voices;
  private final int sampleRate;

  private VoiceBank(List<Voice> voices, int sampleRate) {
    this.voices = voices;
    this.sampleRate = sampleRate;
  }

  /// Reads the clips of all `voice` entries of a split. A singer is drawn in proportion to the
  /// square root of the seconds there are: many clips are worth more than few, but not all.
  ///
  /// @param mostSeconds of one singer, the first in manifest order; bounds memory to 0.18 MB a
  ///   second
  public static VoiceBank read(Manifest manifest, Split split, int sampleRate, double mostSeconds)
      throws IOException {
    var clips = new LinkedHashMap<String, List<VoiceClip>>();
    var seconds = new LinkedHashMap<String, Double>();
    for (Entry entry : manifest.of(Kind.VOICE, split)) {
      double already = seconds.getOrDefault(entry.artist(), 0.0);
      if (already >= mostSeconds) {
        continue;
      }
      double last = lastWanted(entry, mostSeconds - already);
      var file = manifest.file(entry.stem("vocals"));
      float[] mono =
          RateChange.to(
                  sampleRate,
                  RecordingFile.read(file, 0, Math.min(last, RecordingFile.MAX_SECONDS)))
              .mono();
      for (ClipSpan clip : entry.clips()) {
        int from = (int) Math.round(clip.start() * sampleRate);
        int to = Math.min(mono.length, (int) Math.round(clip.end() * sampleRate));
        if (to - from >= SHORTEST_CLIP * sampleRate) {
          float[] samples = Arrays.copyOfRange(mono, from, to);
          clips
              .computeIfAbsent(entry.artist(), k -> new ArrayList<>())
              .add(new VoiceClip(samples, PitchReader.median(samples, sampleRate)));
          seconds.merge(entry.artist(), clip.end() - clip.start(), Double::sum);
        }
      }
    }
    var voices = new ArrayList<Voice>();
    clips.forEach(
        (name, list) ->
            voices.add(new Voice(name, list, Math.sqrt(seconds.getOrDefault(name, 0.0)))));
    if (voices.isEmpty()) {
      throw new IllegalArgumentException(
          "the manifest has no voice clips of the split %s; give one that has".formatted(split));
    }
    return new VoiceBank(List.copyOf(voices), sampleRate);
  }

  private static double lastWanted(Entry entry, double most) {
    double sum = 0;
    for (ClipSpan clip : entry.clips()) {
      sum += clip.end() - clip.start();
      if (sum >= most) {
        return clip.end();
      }
    }
    return entry.duration() + 1;
  }

  int sampleRate() {
    return sampleRate;
  }

  /// Draws a singer.
  Voice draw(SplittableRandom random) {
    double total = 0;
    for (Voice voice : voices) {
      total += voice.weight();
    }
    double at = random.nextDouble() * total;
    for (Voice voice : voices) {
      at -= voice.weight();
      if (at < 0) {
        return voice;
      }
    }
    return voices.getLast();
  }
}

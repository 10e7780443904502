package dev.isolator.dataset.sing;

import dev.isolator.dataset.manifest.ClipSpan;
import dev.isolator.dataset.manifest.Entry;
import dev.isolator.dataset.manifest.Kind;
import dev.isolator.dataset.manifest.Manifest;
import dev.isolator.dataset.manifest.Split;
import dev.isolator.dataset.recording.RecordingFile;
import dev.isolator.dataset.recording.SampleRateConversion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SplittableRandom;

/// The singers of one split, in memory. Immutable; any number of threads.
public final class VoiceBank {
  private static final double SHORTEST_CLIP = 0.3;

  private final List<SingerClips> voices;
  private final int sampleRate;

  private VoiceBank(List<SingerClips> voices, int sampleRate) {
    this.voices = voices;
    this.sampleRate = sampleRate;
  }

  /// Reads the clips of all `voice` entries of a split. The probability of a singer is proportional
  /// to the square root of the duration of the clips, so that singers with many clips are
  /// preferred, but do not dominate.
  ///
  /// @param mostSeconds duration that is read of one singer, in manifest order; limits the memory,
  ///   which is 0.18 MB per second
  public static VoiceBank read(Manifest manifest, Split split, int sampleRate, double mostSeconds)
      throws IOException {
    var artists = new LinkedHashMap<String, List<Entry>>();
    for (Entry entry : manifest.of(Kind.VOICE, split)) {
      artists.computeIfAbsent(entry.artist(), k -> new ArrayList<>()).add(entry);
    }
    List<SingerClips> voices;
    try {
      voices =
          artists.values().stream()
              .parallel()
              .map(entries -> voice(manifest, entries, sampleRate, mostSeconds))
              .filter(voice -> !voice.clips().isEmpty())
              .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (voices.isEmpty()) {
      throw new IllegalArgumentException(
          "the manifest has no voice clips of the split %s; give one that has".formatted(split));
    }
    return new VoiceBank(voices, sampleRate);
  }

  /// The clips of one singer, up to about `mostSeconds` of them.
  private static SingerClips voice(
      Manifest manifest, List<Entry> entries, int sampleRate, double mostSeconds) {
    var clips = new ArrayList<VoiceClip>();
    double seconds = 0;
    for (Entry entry : entries) {
      if (seconds >= mostSeconds) {
        break;
      }
      float[] mono = read(manifest, entry, sampleRate, lastWanted(entry, mostSeconds - seconds));
      for (ClipSpan clip : entry.clips()) {
        int from = (int) Math.round(clip.start() * sampleRate);
        int to = Math.min(mono.length, (int) Math.round(clip.end() * sampleRate));
        if (to - from >= SHORTEST_CLIP * sampleRate) {
          float[] samples = Arrays.copyOfRange(mono, from, to);
          clips.add(new VoiceClip(samples, PitchTracker.median(samples, sampleRate)));
          seconds += clip.end() - clip.start();
        }
      }
    }
    return new SingerClips(entries.getFirst().artist(), List.copyOf(clips), Math.sqrt(seconds));
  }

  private static float[] read(Manifest manifest, Entry entry, int sampleRate, double seconds) {
    try {
      var file = manifest.file(entry.stem("vocals"));
      double most = Math.min(seconds, RecordingFile.MAX_SECONDS);
      return SampleRateConversion.to(sampleRate, RecordingFile.read(file, 0, most)).mono();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
  SingerClips draw(SplittableRandom random) {
    double total = 0;
    for (SingerClips voice : voices) {
      total += voice.weight();
    }
    double at = random.nextDouble() * total;
    for (SingerClips voice : voices) {
      at -= voice.weight();
      if (at < 0) {
        return voice;
      }
    }
    return voices.getLast();
  }
}

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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /// Reads the clips of all `voice` entries of a split.
  ///
  /// The probability of an artist is proportional to the square root of the duration of the clips,
  /// so that artists with many clips are preferred, but do not dominate. Where an artist is several
  /// people (a speech corpus), each of them is a singer, and the artist's probability is shared out
  /// among them by duration.
  ///
  /// @param mostSeconds duration that is read of one person, in manifest order; limits the memory,
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
              .map(entries -> singers(manifest, entries, sampleRate, mostSeconds))
              .flatMap(List::stream)
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

  /// The clips that were read of one person.
  private static final class Person {
    private final List<VoiceClip> clips = new ArrayList<>();
    private double seconds;
  }

  /// The people behind one artist's entries, with up to about `mostSeconds` of clips each.
  private static List<SingerClips> singers(
      Manifest manifest, List<Entry> entries, int sampleRate, double mostSeconds) {
    var people = new LinkedHashMap<String, Person>();
    for (Entry entry : entries) {
      List<ClipSpan> wanted = wanted(entry, people, mostSeconds);
      if (wanted.isEmpty()) {
        continue;
      }
      float[] mono = read(manifest, entry, sampleRate, wanted.getLast().end());
      for (ClipSpan clip : wanted) {
        int from = (int) Math.round(clip.start() * sampleRate);
        int to = Math.min(mono.length, (int) Math.round(clip.end() * sampleRate));
        if (to - from >= SHORTEST_CLIP * sampleRate) {
          float[] samples = Arrays.copyOfRange(mono, from, to);
          var person = people.computeIfAbsent(clip.speaker(), _ -> new Person());
          person.clips.add(new VoiceClip(samples, PitchTracker.median(samples, sampleRate)));
          person.seconds += clip.end() - clip.start();
        }
      }
    }
    double total = people.values().stream().mapToDouble(person -> person.seconds).sum();
    var singers = new ArrayList<SingerClips>();
    people.forEach(
        (speaker, person) ->
            singers.add(
                new SingerClips(
                    (entries.getFirst().artist() + " " + speaker).strip(),
                    List.copyOf(person.clips),
                    Math.sqrt(total) * (person.seconds / total))));
    return singers;
  }

  /// The clips of an entry whose people have not been read for `mostSeconds` yet.
  private static List<ClipSpan> wanted(
      Entry entry, Map<String, Person> people, double mostSeconds) {
    var seconds = new HashMap<String, Double>();
    people.forEach((speaker, person) -> seconds.put(speaker, person.seconds));
    var wanted = new ArrayList<ClipSpan>();
    for (ClipSpan clip : entry.clips()) {
      double before = seconds.getOrDefault(clip.speaker(), 0.0);
      if (before < mostSeconds) {
        wanted.add(clip);
        seconds.put(clip.speaker(), before + clip.end() - clip.start());
      }
    }
    return wanted;
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

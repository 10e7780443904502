package dev.isolator.dataset.synth;

import dev.isolator.dataset.effect.Level;
import dev.isolator.dataset.effect.StrictDecibels;
import dev.isolator.dataset.manifest.Entry;
import dev.isolator.dataset.manifest.Kind;
import dev.isolator.dataset.manifest.Manifest;
import dev.isolator.dataset.manifest.ManifestFile;
import dev.isolator.dataset.manifest.Provenance;
import dev.isolator.dataset.manifest.Split;
import dev.isolator.dataset.midi.MidiSong;
import dev.isolator.dataset.sing.Melody;
import dev.isolator.dataset.sing.Singer;
import dev.isolator.dataset.sing.VoiceBank;
import dev.isolator.dataset.soundfont.SoundFont;
import dev.isolator.dataset.soundfont.SoundFontPlayer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// The validation set: sixty synthetic mixes on which models are compared.
///
/// Each lasts 12 s at 44.1 kHz and 16 bits: vocals over thirty instrumentals and thirty rendered
/// MIDI songs, all of the split `validation`, with the voice at −6 to +3 dB relative to the
/// accompaniment. One mix in six is mono, another has 4 s without voice. Each mix depends only on
/// the seed and its number.
///
/// The procedure must not change, because results are comparable only between equal sets.
public final class ValidationSet {
  /// Mixes in the set.
  public static final int MIXES = 60;

  static final int SAMPLE_RATE = 44_100;
  private static final int SECONDS = 12;
  private static final int PAUSE_SECONDS = 4;

  private final Manifest manifest;
  private final SoundFontPlayer player;
  private final Singer singer;
  private final long seed;

  private ValidationSet(Manifest manifest, SoundFontPlayer player, Singer singer, long seed) {
    this.manifest = manifest;
    this.player = player;
    this.singer = singer;
    this.seed = seed;
  }

  /// Writes the set and its `manifest.jsonl`.
  ///
  /// @param manifest must hold voices, instrumentals and MIDI songs of the split `validation`
  /// @param folder is created if it does not exist
  /// @param mixes number of mixes, from the first on; [#MIXES] for all
  /// @return the entries, in order
  public static List<Entry> write(
      Manifest manifest, SoundFont soundFont, Path folder, long seed, int mixes)
      throws IOException {
    require(manifest, List.of(Kind.VOICE, Kind.INSTRUMENTAL, Kind.MIDI));
    Files.createDirectories(folder);
    var bank = VoiceBank.read(manifest, Split.VALIDATION, SAMPLE_RATE, 1e9);
    var set =
        new ValidationSet(
            manifest, new SoundFontPlayer(soundFont, SAMPLE_RATE), new Singer(bank), seed);
    try {
      var entries =
          IntStream.range(0, mixes)
              .parallel()
              .mapToObj(
                  i -> {
                    try {
                      return set.write(i, folder);
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  })
              .toList();
      ManifestFile.write(folder.resolve("manifest.jsonl"), entries);
      return entries;
    } catch (UncheckedIOException e) {
      throw e.getCause() == null ? new IOException(e) : e.getCause();
    }
  }

  /// Refuses a manifest that lacks a kind of entry in the split `validation`.
  static void require(Manifest manifest, List<Kind> kinds) {
    for (Kind kind : kinds) {
      if (manifest.of(kind, Split.VALIDATION).isEmpty()) {
        throw new IllegalArgumentException(
            "the manifest has no entry of kind %s in the split validation; give one that has"
                .formatted(kind));
      }
    }
  }

  private Entry write(int number, Path folder) throws IOException {
    var random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
    int frames = SECONDS * SAMPLE_RATE;
    var tracks = new LinkedHashMap<String, float[][]>();
    float[][] vocals =
        singer.sing(
            random.split(), new Melody.RandomWalk(SAMPLE_RATE), Singer.Style.plain(), frames);
    if (number % 6 == 3) {
      pause(random.split(), vocals);
    }
    boolean rendered = number % 2 == 1;
    Entry source = pick(rendered ? Kind.MIDI : Kind.INSTRUMENTAL, number / 2);
    Map<String, float[][]> music =
        rendered
            ? midi(random.split(), source, frames)
            : instrumental(random.split(), source, frames);
    tracks.put("vocals", vocals);
    tracks.putAll(music);
    if (number % 6 == 0) {
      tracks.values().forEach(Level::makeMono);
    }
    var sum = new float[2][frames];
    music.values().forEach(track -> Level.add(sum, track, 0));
    double against = -6 + 9 * random.nextDouble();
    double change =
        against + Level.activeDb(sum, SAMPLE_RATE) - Level.activeDb(vocals, SAMPLE_RATE);
    Level.scale(vocals, StrictDecibels.gain(Math.clamp(change, -60, 60)));
    return new Stems(tracks, SAMPLE_RATE)
        .write(
            folder,
            "validation-%02d".formatted(number),
            Split.VALIDATION,
            new Provenance(
                "validation set",
                source.licence(),
                "made by isolator dataset validation, seed %d, from %s"
                    .formatted(seed, source.id()),
                source.credit()));
  }

  private Entry pick(Kind kind, int number) {
    var entries = manifest.of(kind, Split.VALIDATION);
    return entries.get(number % entries.size());
  }

  private Map<String, float[][]> instrumental(SplittableRandom random, Entry entry, int frames)
      throws IOException {
    return Map.of(
        "music", Accompaniment.ofInstrumental(random, manifest, entry, frames, SAMPLE_RATE));
  }

  private Map<String, float[][]> midi(SplittableRandom random, Entry entry, int frames)
      throws IOException {
    var song = MidiSong.read(manifest.file(entry.stem("music")));
    double from = Math.max(0, song.seconds() - SECONDS - 1) * random.nextDouble();
    return Accompaniment.ofMidi(random, song, player, from, frames, SAMPLE_RATE);
  }

  /// Mutes the vocals for four seconds, with fades of 15 ms.
  private static void pause(SplittableRandom random, float[][] vocals) {
    int length = PAUSE_SECONDS * SAMPLE_RATE;
    int from = random.nextInt(vocals[0].length - length);
    int fade = (int) (0.015 * SAMPLE_RATE);
    for (float[] channel : vocals) {
      for (int i = 0; i < length; i++) {
        double edge =
            Math.clamp(Math.max(1 - (double) i / fade, 1 - (double) (length - 1 - i) / fade), 0, 1);
        channel[from + i] *= (float) edge;
      }
    }
  }
}

package dev.isolator.dataset.synth;

import dev.isolator.dataset.effect.Level;
import dev.isolator.dataset.effect.StrictDecibels;
import dev.isolator.dataset.manifest.Entry;
import dev.isolator.dataset.manifest.Kind;
import dev.isolator.dataset.manifest.Manifest;
import dev.isolator.dataset.manifest.Provenance;
import dev.isolator.dataset.manifest.Split;
import dev.isolator.dataset.midi.MidiSong;
import dev.isolator.dataset.recording.RecordingFile;
import dev.isolator.dataset.sing.Formants;
import dev.isolator.dataset.sing.Melody;
import dev.isolator.dataset.sing.Singer;
import dev.isolator.dataset.sing.VoiceBank;
import dev.isolator.dataset.soundfont.SoundFont;
import dev.isolator.dataset.soundfont.SoundFontPlayer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/// Synthesises whole songs with their stems: `vocals`, `drums`, `bass` and `other` of a MIDI song
/// whose melody or chords the singer follows, or `vocals` and `music` over an instrumental.
///
/// A song depends only on the seed and its own number, so songs can be made in any order and by
/// several processes. Any number of threads; memory is about 40 MB per minute of song.
public final class SongSynth {
  static final int SAMPLE_RATE = 44_100;

  private final Manifest manifest;
  private final SoundFontPlayer player;
  private final Singer singer;
  private final Settings settings;

  /// What to make.
  ///
  /// @param split the split whose voices and music are used
  /// @param seed the same seed gives the same songs
  /// @param mostSeconds longest song; longer ones are cut
  /// @param instrumentals share of songs over a recorded instrumental instead of MIDI, 0 to 1
  /// @param voiceSeconds seconds of each singer that are kept in memory
  public record Settings(
      Split split, long seed, double mostSeconds, double instrumentals, double voiceSeconds) {
    public Settings {
      if (!(mostSeconds > 0 && mostSeconds <= RecordingFile.MAX_SECONDS)) {
        throw new IllegalArgumentException(
            "mostSeconds must be above 0 and at most %d, was %s"
                .formatted(RecordingFile.MAX_SECONDS, mostSeconds));
      }
      if (!(instrumentals >= 0 && instrumentals <= 1)) {
        throw new IllegalArgumentException(
            "instrumentals must be from 0 to 1, was " + instrumentals);
      }
    }

    /// The training split, seed 1, 240 s, MIDI only, 10 minutes of each singer.
    public static Settings defaults() {
      return new Settings(Split.TRAIN, 1, 240, 0, 600);
    }
  }

  /// Reads the voices.
  public SongSynth(Manifest manifest, SoundFont soundFont, Settings settings) throws IOException {
    this.manifest = manifest;
    this.player = new SoundFontPlayer(soundFont, SAMPLE_RATE);
    this.singer =
        new Singer(
            VoiceBank.read(manifest, settings.split(), SAMPLE_RATE, settings.voiceSeconds()));
    this.settings = settings;
  }

  /// Makes song `number` and writes it to `<folder>/synth-<seed>-<number>/`.
  ///
  /// @return its manifest entry, with paths relative to `folder`
  public Entry write(int number, Path folder) throws IOException {
    var random = new SplittableRandom(settings.seed() * 0x9E3779B97F4A7C15L + number);
    boolean whole = random.nextDouble() < settings.instrumentals();
    var sources = manifest.of(whole ? Kind.INSTRUMENTAL : Kind.MIDI, settings.split());
    if (sources.isEmpty()) {
      throw new IllegalArgumentException(
          "the manifest has no entry of kind %s in the split %s; give one that has"
              .formatted(whole ? Kind.INSTRUMENTAL : Kind.MIDI, settings.split()));
    }
    Entry source = sources.get(random.nextInt(sources.size()));
    int frames = (int) (Math.min(settings.mostSeconds(), source.duration()) * SAMPLE_RATE);
    Melody tune = new Melody.RandomWalk(SAMPLE_RATE);
    Map<String, float[][]> music;
    if (whole) {
      music =
          Map.of(
              "music",
              Accompaniment.ofInstrumental(random.split(), manifest, source, frames, SAMPLE_RATE));
    } else {
      var song = MidiSong.read(manifest.file(source.stem("music")));
      tune = Melody.Midi.of(song, 0);
      music = Accompaniment.ofMidi(random.split(), song, player, 0, frames, SAMPLE_RATE);
      for (var part : music.entrySet()) {
        var track = part.getValue();
        double level = Level.activeDb(track, SAMPLE_RATE);
        InstrumentChain.apply(part.getKey(), track, SAMPLE_RATE, random.split());
        Accompaniment.toLevel(track, level, SAMPLE_RATE);
      }
    }
    var tracks = new LinkedHashMap<String, float[][]>();
    tracks.put("vocals", vocals(random.split(), tune, music, frames));
    tracks.putAll(music);
    new MasterBus(-14 + 8 * random.nextDouble(), -0.5).apply(tracks.values(), SAMPLE_RATE);
    return new Stems(tracks, SAMPLE_RATE)
        .write(
            folder,
            "synth-%d-%05d".formatted(settings.seed(), number),
            settings.split(),
            new Provenance(
                "synthetic " + settings.split(),
                source.licence(),
                "made by isolator dataset synth, seed %d, from %s"
                    .formatted(settings.seed(), source.id()),
                source.credit()));
  }

  /// The vocals with rests between verses, at −6 to +3 dB relative to the music.
  private float[][] vocals(
      SplittableRandom random, Melody tune, Map<String, float[][]> music, int frames) {
    var formants = random.nextInt(100) < 60 ? Formants.STAY : Formants.MOVE;
    var manner = new Singer.Style(formants, 0.6, 0.08, 0);
    float[][] vocals = singer.sing(random.split(), tune, manner, frames);
    rest(random.split(), vocals);
    var sum = new float[2][frames];
    music.values().forEach(track -> Level.add(sum, track, 0));
    double against = -6 + 9 * random.nextDouble();
    double change =
        against + Level.activeDb(sum, SAMPLE_RATE) - Level.activeDb(vocals, SAMPLE_RATE);
    Level.scale(vocals, StrictDecibels.gain(Math.clamp(change, -60, 60)));
    return vocals;
  }

  /// Mutes the vocals between verses: verses of 12 to 30 s, rests of 3 to 14 s, with fades of 30
  /// ms.
  private static void rest(SplittableRandom random, float[][] vocals) {
    int fade = (int) (0.03 * SAMPLE_RATE);
    int frames = vocals[0].length;
    int at = (int) (8 * random.nextDouble() * SAMPLE_RATE);
    silence(vocals, 0, Math.min(at, frames), fade);
    while (at < frames) {
      int end = at + (int) ((12 + 18 * random.nextDouble()) * SAMPLE_RATE);
      int next = end + (int) ((3 + 11 * random.nextDouble()) * SAMPLE_RATE);
      silence(vocals, end, Math.min(next, frames), fade);
      at = next;
    }
  }

  private static void silence(float[][] track, int from, int to, int fade) {
    for (float[] channel : track) {
      for (int i = from; i < to; i++) {
        double edge =
            Math.clamp(
                Math.max(1 - (double) (i - from) / fade, 1 - (double) (to - 1 - i) / fade), 0, 1);
        channel[i] *= (float) edge;
      }
    }
  }
}

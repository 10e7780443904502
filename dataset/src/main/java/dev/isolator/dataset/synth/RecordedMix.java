package dev.isolator.dataset.synth;

import dev.isolator.dataset.effect.Level;
import dev.isolator.dataset.effect.LowPass;
import dev.isolator.dataset.effect.StrictDecibels;
import dev.isolator.dataset.manifest.Entry;
import dev.isolator.dataset.manifest.Manifest;
import dev.isolator.dataset.recording.Recording;
import dev.isolator.dataset.recording.RecordingFile;
import dev.isolator.dataset.recording.SampleRateConversion;
import java.io.IOException;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// A voice over an instrumental, both as they were recorded: an excerpt of 12 s of the instrumental
/// at −26 to −14 dBFS, and the voice's clips from a random one on, with pauses of 0.2 to 0.8 s, at
/// −6 to +3 dB relative to the music. Where the voice ends at 8 or at 11 kHz, as recordings for
/// speech do, the music ends there too.
///
/// @param vocals `[2][frames]`, full scale ±1.0; zeros where there is no voice
/// @param music `[2][frames]`
@SuppressWarnings("ArrayRecordComponent") // a carrier between stages: never compared or hashed
public record RecordedMix(float[][] vocals, float[][] music) {
  /// Of both tracks, Hz.
  public static final int SAMPLE_RATE = ValidationSet.SAMPLE_RATE;

  /// Length of both tracks.
  public static final int SECONDS = 12;

  private static final int FRAMES = SECONDS * SAMPLE_RATE;

  /// Where voices that were recorded for speech end, Hz.
  private static final double[] TOPS = {7_800, 10_800};

  /// A voice with less than this share of its power above its top ends there.
  private static final double ENDED = 1e-5;

  /// Makes a mix; the same random numbers make the same mix.
  ///
  /// @param piece an instrumental
  /// @param voice null for a mix without vocals
  public static RecordedMix of(
      SplittableRandom random, Manifest manifest, Entry piece, @Nullable Entry voice)
      throws IOException {
    float[][] music =
        Accompaniment.ofInstrumental(random.split(), manifest, piece, FRAMES, SAMPLE_RATE);
    if (voice == null) {
      return new RecordedMix(new float[2][FRAMES], music);
    }
    float[] line = line(random.split(), manifest, voice);
    var vocals = new float[][] {line, line.clone()};
    double against = -6 + 9 * random.nextDouble();
    double change =
        against + Level.activeDb(music, SAMPLE_RATE) - Level.activeDb(vocals, SAMPLE_RATE);
    Level.scale(vocals, StrictDecibels.gain(Math.clamp(change, -60, 60)));
    double top = top(vocals);
    if (top > 0) {
      lowPass(vocals, top);
      lowPass(music, top);
    }
    return new RecordedMix(vocals, music);
  }

  /// A voice's clips from a random one on, as they were recorded.
  private static float[] line(SplittableRandom random, Manifest manifest, Entry voice)
      throws IOException {
    var file = manifest.file(voice.stem("vocals"));
    var clips = voice.clips();
    var line = new float[FRAMES];
    int clip = random.nextInt(clips.size());
    for (int at = 0; at < FRAMES; clip = (clip + 1) % clips.size()) {
      var span = clips.get(clip);
      double seconds = Math.min(span.end() - span.start(), SECONDS);
      Recording part =
          SampleRateConversion.to(SAMPLE_RATE, RecordingFile.read(file, span.start(), seconds));
      float[] mono = part.mono();
      System.arraycopy(mono, 0, line, at, Math.min(mono.length, FRAMES - at));
      at += mono.length + (int) (SAMPLE_RATE * (0.2 + 0.6 * random.nextDouble()));
    }
    return line;
  }

  /// Where a voice ends, Hz; 0 where it has everything.
  private static double top(float[][] vocals) {
    for (double hz : TOPS) {
      if (LowPass.endsBelow(vocals[0], SAMPLE_RATE, 1.1 * hz, ENDED)) {
        return hz;
      }
    }
    return 0;
  }

  private static void lowPass(float[][] track, double hz) {
    for (float[] channel : track) {
      LowPass.apply(channel, SAMPLE_RATE, hz);
    }
  }
}

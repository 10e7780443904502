package dev.isolator.spark.work;

import dev.isolator.SeparatorOptions;
import dev.isolator.audio.DecodeLimits;
import dev.isolator.audio.DecodeLimits.Truncation;
import dev.isolator.mask.Masking;
import dev.isolator.mask.VoiceGating;
import dev.isolator.model.Precision;
import java.io.Serializable;

/// How songs are read and taken apart: what of [SeparatorOptions] a catalogue has, in a form that
/// travels to executors.
///
/// @param model where executors find it, and what it is
/// @param threads of each engine, 1 to 256; default 1
/// @param precision as [Precision]; default AUTO
/// @param wienerIterations 0 to 10; default 0
/// @param binaryThreshold between 0 and 1; NaN = soft masks, the default
/// @param voiceGating default as the model's card says
/// @param maxSeconds longest song; default that of [DecodeLimits]
/// @param allowTruncated whether a file that ends too early is taken as far as it goes; default no
/// @param maxSongBytes largest song's file; default 4 GiB
public record SongSettings(
    ModelPlace model,
    int threads,
    Precision precision,
    int wienerIterations,
    double binaryThreshold,
    VoiceGating voiceGating,
    long maxSeconds,
    boolean allowTruncated,
    long maxSongBytes)
    implements Serializable {
  /// The largest file of a song where nothing else is asked for.
  public static final long DEFAULT_MAX_SONG_BYTES = 1L << 32;

  public SongSettings {
    if (threads < 1 || threads > 256) {
      throw new IllegalArgumentException("threads must be from 1 to 256, was " + threads);
    }
    if (maxSongBytes < 1) {
      throw new IllegalArgumentException("maxSongBytes must be at least 1, was " + maxSongBytes);
    }
    var _ = masking(binaryThreshold, wienerIterations, voiceGating); // refuses what it must
  }

  /// One thread, soft masks, generous limits.
  public static SongSettings of(ModelPlace model) {
    return new SongSettings(
        model,
        1,
        Precision.AUTO,
        0,
        Double.NaN,
        VoiceGating.BY_CARD,
        DecodeLimits.defaults().maxSeconds(),
        false,
        DEFAULT_MAX_SONG_BYTES);
  }

  public SongSettings withThreads(int count) {
    return new SongSettings(
        model,
        count,
        precision,
        wienerIterations,
        binaryThreshold,
        voiceGating,
        maxSeconds,
        allowTruncated,
        maxSongBytes);
  }

  private static Masking masking(double threshold, int iterations, VoiceGating gating) {
    return Masking.soft()
        .withBinaryThreshold(threshold)
        .withWienerIterations(iterations)
        .withVoiceGating(gating);
  }

  /// The same for the engine.
  SeparatorOptions toOptions() {
    DecodeLimits defaults = DecodeLimits.defaults();
    return SeparatorOptions.defaults()
        .withModel(model.here())
        .withVoiceModel(SeparatorOptions.OWN_VOICE) // a result depends on one model
        .withThreads(threads)
        .withPrecision(precision)
        .withMasking(masking(binaryThreshold, wienerIterations, voiceGating))
        .withLimits(
            new DecodeLimits(
                maxSeconds,
                defaults.maxChannels(),
                defaults.minSampleRate(),
                defaults.maxSampleRate(),
                defaults.maxStreams(),
                defaults.maxTagBytes(),
                defaults.maxCoverBytes(),
                defaults.maxSpoolBytes(),
                allowTruncated ? Truncation.ALLOW : Truncation.REFUSE));
  }

  /// What of this a result depends on, as text: the number of threads changes no more than
  /// rounding, and limits only say whether there is a result.
  String identity() {
    return "model %s, precision %s, wiener %d, binary %s, gate %s, truncated %s"
        .formatted(
            model.identity(),
            precision,
            wienerIterations,
            binaryThreshold,
            voiceGating,
            allowTruncated);
  }
}

package dev.isolator.audio;

import dev.isolator.audio.OutputFormat.Container;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes a sound file, block by block: wav, flac, mp3, m4a (AAC) or opus.
///
/// The same samples, tags and format give the same bytes, however they are cut into blocks. Where
/// the format cannot hold the rate or the channels, the nearest it can hold is written, and
/// [#notes()] says so:
///
/// - rates: resampled to the next legal one above, for mp3 and m4a beyond their highest (48 and 96
///   kHz) to the highest or, where that divides the song's rate, to its 44.1 kHz sister; opus is
///   always 48 kHz; flac takes every rate to 65 535 Hz and beyond it multiples of 10;
/// - channels: mp3 is mixed down to stereo (centre and surrounds 3 dB down, LFE left out, ITU-R
///   BS.775); m4a and opus have places for all the usual layouts, and an unusual one is spread over
///   the next larger, with the rest silent;
/// - depth: wav takes S16, S24, F32; flac S16, S24, and F32 is written as S24.
///
/// Integers are rounded to nearest and saturate; dither is the caller's. Tags go where the format
/// has names for them (wav: the INFO list, no cover).
///
/// ```java
/// try (var encoder = Encoder.create(file, "tone.flac", format, 44100, ChannelLayout.MONO, tags)) {
///   encoder.write(block, frames);
///   encoder.finish();
/// }
/// ```
///
/// One thread at a time. Memory is constant in the song's length; the native part is freed by
/// [#close()] only.
public final class Encoder implements AudioSink {
  private static final int RESAMPLED_FRAMES = 4096;

  private final AudioSink target;
  private final @Nullable ChannelMapping fit;
  private final @Nullable Resampler resampler;
  private final List<String> notes;
  private final ChannelLayout inputLayout;
  private float[][] fitted = new float[0][0];
  private final float[][] resampled;
  private boolean over;

  private Encoder(
      AudioSink target,
      ChannelLayout inputLayout,
      @Nullable ChannelMapping fit,
      @Nullable Resampler resampler,
      List<String> notes) {
    this.target = target;
    this.inputLayout = inputLayout;
    this.fit = fit;
    this.resampler = resampler;
    this.resampled = new float[resampler == null ? 0 : target.layout().count()][RESAMPLED_FRAMES];
    this.notes = List.copyOf(notes);
  }

  /// Opens a file for writing and writes its header.
  ///
  /// @param file is emptied if it exists; its ending does not matter; half-written until
  ///   [#finish()]
  /// @param nameForMessages what the user calls the file
  /// @param sampleRate of the samples that will be given, in Hz
  /// @param layout of the samples that will be given
  /// @param tags carried over as far as the format has names for them
  public static Encoder create(
      Path file,
      String nameForMessages,
      OutputFormat format,
      int sampleRate,
      ChannelLayout layout,
      Tags tags)
      throws AudioException {
    if (sampleRate < 1) {
      throw new IllegalArgumentException("sampleRate must be at least 1 Hz, was " + sampleRate);
    }
    if (format.container().holdsAllStems()) {
      throw new IllegalArgumentException(
          "a file of one sound is no stem file; StemFileEncoder writes those");
    }
    var fitting = Fitting.of(format, sampleRate, layout);
    FileOutput output = null;
    AudioSink target = null;
    try {
      output = FileOutput.create(file, nameForMessages);
      target = target(output, fitting, tags);
      return into(target, sampleRate, layout, fitting);
    } finally {
      if (target == null && output != null) {
        output.close();
      }
    }
  }

  private static AudioSink target(FileOutput output, Fitting fitting, Tags tags)
      throws AudioException {
    var held = fitting.held;
    var layout = fitting.channels.to();
    return held.container() == Container.WAV
        ? new WavWriter(output, fitting.rate, layout, held.depth(), tags)
        : new FfmpegWriter(output, held, fitting.rate, layout, tags);
  }

  /// Makes samples fit into a file, or a stream of one, that takes what the fitting says.
  static Encoder into(AudioSink target, int sampleRate, ChannelLayout layout, Fitting fitting) {
    var resampler =
        fitting.rate == sampleRate
            ? null
            : new Resampler(fitting.channels.to().count(), sampleRate, fitting.rate);
    var fit = fitting.channels.isStraight() ? null : fitting.channels;
    return new Encoder(target, layout, fit, resampler, fitting.notes);
  }

  /// What is written of a song, where a format cannot hold all of it.
  ///
  /// @param held the format, with a depth that it has
  /// @param rate that is written, in Hz
  /// @param channels the song's and those that are written
  /// @param notes what differs, a sentence each
  record Fitting(OutputFormat held, int rate, ChannelMapping channels, List<String> notes) {
    static Fitting of(OutputFormat format, int sampleRate, ChannelLayout layout) {
      var container = format.container();
      var notes = new ArrayList<String>();
      var held = new OutputFormat(container, heldDepth(format, notes), format.bitrateKbps());
      int rate = FormatLimits.rate(container, sampleRate);
      if (rate != sampleRate) {
        notes.add(
            "%s cannot hold %d Hz: resampled to %d Hz"
                .formatted(container.extension(), sampleRate, rate));
      }
      var channels = FormatLimits.channels(container, layout);
      noteChannels(container, channels, notes);
      noteBitrate(held, rate, channels.to().count(), notes);
      return new Fitting(held, rate, channels, List.copyOf(notes));
    }
  }

  private static SampleDepth heldDepth(OutputFormat format, List<String> notes) {
    return switch (format.container()) {
      case WAV ->
          switch (format.depth()) {
            case S16, S24, F32 -> format.depth();
            case U8 -> SampleDepth.S16;
            case S32, F64 -> SampleDepth.F32;
          };
      case FLAC, STEM_ALAC ->
          switch (format.depth()) {
            case S16, S24 -> format.depth();
            case U8 -> SampleDepth.S16;
            case S32, F32, F64 -> {
              notes.add(
                  "%s cannot hold 32 bits: written as 24 bits"
                      .formatted(format.container().extension()));
              yield SampleDepth.S24;
            }
          };
      case MP3, M4A, OPUS, STEM -> format.depth();
    };
  }

  private static void noteChannels(Container container, ChannelMapping fit, List<String> notes) {
    if (fit.isMixedDown()) {
      notes.add(
          "%s cannot hold these %d channels: mixed down to %d"
              .formatted(container.extension(), fit.from().count(), fit.to().count()));
    } else if (fit.from().count() != fit.to().count()) {
      notes.add(
          "%s has no layout of these %d channels: written into %d, the rest silent"
              .formatted(container.extension(), fit.from().count(), fit.to().count()));
    }
  }

  private static void noteBitrate(OutputFormat format, int rate, int channels, List<String> notes) {
    int kbps = FormatLimits.kbps(format.container(), format.bitrateKbps(), rate, channels);
    if (format.bitrateKbps() > 0 && kbps > 0 && kbps != format.bitrateKbps()) {
      notes.add(
          "%s at %d Hz and %s cannot hold %d kbit/s: written at %d kbit/s"
              .formatted(
                  format.container().extension(),
                  rate,
                  Counted.channels(channels),
                  format.bitrateKbps(),
                  kbps));
    }
  }

  /// What the format could not hold and what was written instead, a sentence each; empty when all
  /// is as it was asked for.
  public List<String> notes() {
    return notes;
  }

  @Override
  public int sampleRate() {
    return target.sampleRate();
  }

  @Override
  public ChannelLayout layout() {
    return target.layout();
  }

  @Override
  public void write(float[][] block, int frames) throws AudioException {
    checkOpen();
    if (block.length != inputLayout.count()) {
      throw new IllegalArgumentException(
          "block must be of %s, was of %d"
              .formatted(Counted.channels(inputLayout.count()), block.length));
    }
    var channels = block;
    if (fit != null) {
      if (fitted.length == 0 || fitted[0].length < frames) {
        fitted = new float[fit.to().count()][frames];
      }
      fit.apply(block, fitted, frames);
      channels = fitted;
    }
    if (resampler != null) {
      resampler.push(channels, frames);
      writeResampled(resampler);
    } else {
      target.write(channels, frames);
    }
  }

  @Override
  public void finish() throws AudioException {
    checkOpen();
    over = true;
    if (resampler != null) {
      resampler.finish();
      writeResampled(resampler);
    }
    target.finish();
  }

  private void writeResampled(Resampler from) throws AudioException {
    for (int n; (n = from.pull(resampled, RESAMPLED_FRAMES)) > 0; ) {
      target.write(resampled, n);
    }
  }

  @Override
  public void close() {
    over = true;
    if (resampler != null) {
      resampler.close();
    }
    target.close();
  }

  private void checkOpen() {
    if (over) {
      throw new IllegalStateException("the encoder is finished");
    }
  }
}

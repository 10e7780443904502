package dev.isolator.render;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioInfo;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.audio.DecodeLimits;
import dev.isolator.audio.DecodeLimits.Truncation;
import dev.isolator.audio.Decoder;
import dev.isolator.audio.Encoder;
import dev.isolator.audio.OutputFormat;
import dev.isolator.audio.OutputFormat.Container;
import dev.isolator.audio.SampleDepth;
import dev.isolator.audio.Tags;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes one file: a stem or a remix, or a part of a stem file ([StemContainer]), which is joined
/// from its parts when those are complete.
///
/// The file is written as if nothing went over full scale, because mostly nothing does. What a
/// second writing with a gain needs is kept beside it:
///
/// - lossless integers: the file itself, and the samples that were cut off ([ClippedSamples]);
/// - lossy formats, and rates that flac cannot hold: a temporary float copy ("spool"), which takes
///   as much room as the song as 32-bit wav and is gone at the end;
/// - float files, and the float parts of a stem file: nothing, they hold what goes over.
///
/// The second writing rounds for a second time, with dither of its own: the noise of 16 bits rises
/// from −96 to −93 dBFS.
final class StemWriter implements AutoCloseable {
  /// Frames of one block of the second writing.
  private static final int BLOCK_FRAMES = 4096;

  /// For reading our own files again: the song passed its limits before, and tags are not needed.
  static final DecodeLimits LIMITS =
      new DecodeLimits(
          1L << 31,
          ChannelLayout.MAX_CHANNELS,
          DecodeLimits.LOWEST_SAMPLE_RATE,
          DecodeLimits.HIGHEST_SAMPLE_RATE,
          8,
          0,
          0,
          0,
          Truncation.REFUSE);

  /// What the writers of all files of a song share.
  ///
  /// @param tags without the stem's marks
  record Job(
      FileSet files,
      AudioInfo input,
      String song,
      Tags tags,
      OutputFormat format,
      ClipPolicy clip,
      long ditherSeed) {
    /// Whether files hold integer steps, which must be dithered.
    boolean integers() {
      return !format.container().lossy() && format.depth().isInteger();
    }

    /// What this file is written as: the format, or where one file is to hold all stems, wav that
    /// loses nothing of it.
    OutputFormat partFormat() {
      return switch (format.container()) {
        case WAV, FLAC, MP3, M4A, OPUS -> format;
        case STEM -> new OutputFormat(Container.WAV, SampleDepth.F32, 0);
        case STEM_ALAC -> new OutputFormat(Container.WAV, format.depth(), 0);
      };
    }

    /// What amplitude 1.0 is in steps.
    double fullScale() {
      return 1L << (format.depth().bits() - 1);
    }

    /// Whether a gain may be applied afterwards.
    boolean mayTurnDown() {
      return clip == ClipPolicy.GAIN && (integers() || format.container().lossy());
    }

    /// The gain that brings a peak below full scale, dither included; 1 where it is there already.
    double gainFor(double peak) {
      if (!mayTurnDown() || peak <= 1) {
        return 1;
      }
      return integers() ? (fullScale() - 2) / fullScale() / peak : 1 / peak;
    }
  }

  private final Job job;
  private final String name;
  private final int number;
  private final Path target;
  private final boolean remix;
  private final float[][] block;
  private final Set<String> notes = new LinkedHashSet<>();
  private Encoder encoder;
  private Path temporary;
  private @Nullable ClippedSamples clipped;
  private @Nullable Encoder spool;
  private @Nullable Path spoolFile;
  private double peak;
  private long clippedSamples;

  /// @param number of the stem, or for a remix the next after them: whose dither it has
  StemWriter(Job job, String name, int number, boolean remix, Path target) throws AudioException {
    this.job = job;
    this.name = name;
    this.number = number;
    this.remix = remix;
    this.target = target;
    block = new float[job.input().layout().count()][Rendering.BLOCK_FRAMES];
    var files = job.files();
    temporary = files.temporary(target);
    encoder = create(temporary, job.partFormat());
    notes.addAll(encoder.notes());
    if (job.mayTurnDown() && job.format().container() != Container.STEM) {
      boolean straight =
          job.integers()
              && encoder.sampleRate() == job.input().sampleRate()
              && encoder.layout().equals(job.input().layout());
      if (straight) {
        clipped = new ClippedSamples(() -> files.temporary(target));
      } else {
        spoolFile = files.temporary(target);
        spool = create(spoolFile, new OutputFormat(Container.WAV, SampleDepth.F32, 0));
      }
    }
  }

  private Encoder create(Path file, OutputFormat format) throws AudioException {
    return Encoder.create(
        file,
        target.toString(),
        format,
        job.input().sampleRate(),
        job.input().layout(),
        StemTags.of(job.tags(), job.song(), name));
  }

  /// Appends integer steps; those out of range are sound over full scale, which is cut off.
  ///
  /// @param steps `[channels][frames]`
  /// @param position the song's frame of the first
  void writeSteps(double[][] steps, int frames, long position) throws AudioException {
    double full = job.fullScale();
    long before = clippedSamples;
    for (int c = 0; c < block.length; c++) {
      for (int n = 0; n < frames; n++) {
        double step = steps[c][n];
        if (!(step >= -full && step < full)) {
          clippedSamples++;
        }
        block[c][n] = (float) (Math.clamp(step, -full, full - 1) / full);
      }
    }
    if (clippedSamples > before && clipped != null) {
      keepClipped(clipped, steps, frames, position);
    }
    if (spool != null) {
      for (int c = 0; c < block.length; c++) {
        for (int n = 0; n < frames; n++) {
          block[c][n] = (float) (steps[c][n] / full);
        }
      }
      spool.write(block, frames);
    }
    encoder.write(block, frames);
  }

  private void keepClipped(ClippedSamples to, double[][] steps, int frames, long position)
      throws AudioException {
    double full = job.fullScale();
    try {
      for (int n = 0; n < frames; n++) {
        for (int c = 0; c < steps.length; c++) {
          double step = steps[c][n];
          if (!(step >= -full && step < full)) {
            to.add((position + n) * steps.length + c, (float) (step / full));
          }
        }
      }
    } catch (IOException e) {
      throw AudioException.unwritable(target.toString(), e);
    }
  }

  /// Appends amplitudes.
  ///
  /// @param amplitudes `[channels][≥ from + frames]`
  void writeAmplitudes(float[][] amplitudes, int from, int frames) throws AudioException {
    for (int c = 0; c < block.length; c++) {
      System.arraycopy(amplitudes[c], from, block[c], 0, frames);
    }
    if (job.clip() == ClipPolicy.SATURATE) {
      saturate(frames);
    }
    if (spool != null) {
      spool.write(block, frames);
    }
    encoder.write(block, frames);
  }

  private void saturate(int frames) {
    for (var channel : block) {
      for (int n = 0; n < frames; n++) {
        if (!(Math.abs(channel[n]) <= 1)) {
          clippedSamples++;
          channel[n] = Math.clamp(channel[n], -1f, 1f);
        }
      }
    }
  }

  /// Takes note of the loudest sample, as it was before anything was cut off.
  void notePeak(double loudest) {
    peak = Math.max(peak, loudest);
  }

  double peak() {
    return peak;
  }

  String name() {
    return name;
  }

  boolean isRemix() {
    return remix;
  }

  Path target() {
    return target;
  }

  /// The complete file, after [#finish].
  Path temporary() {
    return temporary;
  }

  Set<String> notes() {
    return notes;
  }

  /// Samples that were cut off in what is written, of all channels.
  long clippedSamples() {
    return job.clip() == ClipPolicy.SATURATE ? clippedSamples : 0;
  }

  /// Completes the temporary file.
  ///
  /// @param gain linear; 1 = as it is
  RenderedFile finish(double gain, long frames) throws AudioException {
    encoder.finish();
    encoder.close();
    try {
      if (spool != null && spoolFile != null) {
        if (gain != 1) {
          spool.finish();
        }
        spool.close();
        if (gain != 1) {
          writeAgain(spoolFile, gain);
        }
        job.files().discard(spoolFile);
      } else if (gain != 1) {
        writeAgain(temporary, gain);
      }
    } catch (AudioException e) {
      throw e;
    } catch (IOException e) {
      throw AudioException.unwritable(target.toString(), e);
    }
    double loudest = clippedSamples() > 0 ? 1 : peak * gain;
    return new RenderedFile(name, remix, target, frames, decibels(loudest), decibels(gain));
  }

  private void writeAgain(Path source, double gain) throws IOException {
    var first = temporary;
    var files = job.files();
    temporary = files.temporary(target);
    encoder = create(temporary, job.partFormat());
    int channels = block.length;
    var cursor = clipped == null ? null : clipped.cursor();
    var dither = new TpdfDither[channels];
    for (int c = 0; c < channels; c++) {
      dither[c] = new TpdfDither(job.ditherSeed(), number, c, 1);
    }
    try (var decoder = Decoder.open(source, LIMITS)) {
      long position = 0;
      for (int n = decoder.read(block, BLOCK_FRAMES);
          n >= 0;
          n = decoder.read(block, BLOCK_FRAMES)) {
        while (cursor != null && cursor.position() < (position + n) * channels) {
          int channel = (int) (cursor.position() % channels);
          block[channel][(int) (cursor.position() / channels - position)] = cursor.amplitude();
          cursor.next();
        }
        scale(n, gain, dither, position);
        encoder.write(block, n);
        position += n;
      }
    }
    encoder.finish();
    encoder.close();
    files.discard(first);
  }

  private void scale(int frames, double gain, TpdfDither[] dither, long position) {
    double full = job.fullScale();
    for (int c = 0; c < block.length; c++) {
      for (int n = 0; n < frames; n++) {
        double x = block[c][n] * gain;
        if (job.integers() && x != 0) {
          double step = Math.rint(x * full + dither[c].at(position + n));
          x = Math.clamp(step, -full, full - 1) / full;
        }
        block[c][n] = (float) x;
      }
    }
  }

  /// 0 is −∞.
  static double decibels(double linear) {
    return 20 * Math.log10(linear);
  }

  /// Frees what is open; the files are [FileSet]'s.
  @Override
  public void close() {
    encoder.close();
    if (spool != null) {
      spool.close();
    }
    if (clipped != null) {
      try {
        clipped.close();
      } catch (IOException e) {
        // a temporary file, which is removed next
      }
    }
  }
}

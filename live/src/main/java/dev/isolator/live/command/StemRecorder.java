package dev.isolator.live.command;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioInfo;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.audio.Gapless;
import dev.isolator.audio.SampleDepth;
import dev.isolator.audio.Tags;
import dev.isolator.live.device.BlockRing;
import dev.isolator.render.RenderOptions;
import dev.isolator.render.RenderResult;
import dev.isolator.render.Rendering;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Records the stems while they are played: the audio thread puts blocks into a ring, a thread of
/// its own writes them by the ordinary writers, and the files are there, whole, after [#finish()].
///
/// If the disk is slower than the sound for longer than [#SECONDS], what does not fit is silence in
/// its place in all files, so that they stay in step, and is counted.
final class StemRecorder implements AutoCloseable {
  /// What the ring holds.
  static final int SECONDS = 8;

  private static final int BLOCK = 4096;
  private static final long POLL_NANOS = 5_000_000;

  private final int stems;
  private final int channels;
  private final int sampleRate;
  private final Rendering rendering;
  private final BlockRing ring;
  private final float[][] block;
  private final float[][] silence;
  private final Thread thread;
  private final AtomicLong lost = new AtomicLong();
  private long toSkip;
  private long owed;
  private volatile boolean ending;
  private volatile @Nullable AudioException failure;

  /// Begins the files.
  ///
  /// @param name of the recording, the files' `{song}`
  /// @param latencyFrames that the stems are late: so much is left out at the beginning
  /// @param largestBlock frames that are recorded at a time
  StemRecorder(
      Path folder,
      String name,
      List<String> stems,
      int sampleRate,
      int channels,
      int latencyFrames,
      int largestBlock,
      RenderOptions options)
      throws AudioException {
    this.stems = stems.size();
    this.channels = channels;
    this.sampleRate = sampleRate;
    this.toSkip = latencyFrames;
    var info =
        new AudioInfo(
            name,
            "live",
            "pcm_f32le",
            sampleRate,
            ChannelLayout.ofCount(channels),
            SampleDepth.F32,
            false,
            -1,
            Gapless.EXACT);
    this.rendering = Rendering.open(folder, name, stems, info, Tags.NONE, options);
    rendering.finishedByCallerAtExit();
    int planes = (this.stems + 1) * channels;
    this.ring = new BlockRing(planes, SECONDS * sampleRate);
    this.block = new float[planes][];
    this.silence = new float[planes][largestBlock];
    this.thread = Thread.ofPlatform().name("isolator-live-recorder").start(this::write);
  }

  /// Records a block. Audio thread: neither allocates nor waits.
  ///
  /// @param separated `[stems][channels][≥ frames]`
  /// @param mix `[channels][≥ frames]`
  void record(float[][][] separated, float[][] mix, int frames) {
    int from = (int) Math.min(frames, toSkip);
    toSkip -= from;
    while (owed > 0 && ring.room() > 0) {
      owed -= ring.write(silence, 0, (int) Math.min(owed, silence[0].length));
    }
    int kept = frames - from;
    if (owed > 0 || ring.room() < kept) {
      owed += kept;
      lost.setRelease(lost.getPlain() + kept);
      return;
    }
    for (int channel = 0; channel < channels; channel++) {
      for (int stem = 0; stem < stems; stem++) {
        block[stem * channels + channel] = separated[stem][channel];
      }
      block[stems * channels + channel] = mix[channel];
    }
    ring.write(block, from, kept);
  }

  /// Frames that are silent because the disk was too slow. Any thread.
  long lostFrames() {
    return lost.get();
  }

  /// Why nothing more is written, or null. Any thread.
  @Nullable AudioException failure() {
    return failure;
  }

  private void write() {
    var planes = new float[(stems + 1) * channels][BLOCK];
    var separated = new float[stems][channels][];
    var mix = new float[channels][];
    for (int channel = 0; channel < channels; channel++) {
      for (int stem = 0; stem < stems; stem++) {
        separated[stem][channel] = planes[stem * channels + channel];
      }
      mix[channel] = planes[stems * channels + channel];
    }
    try {
      while (true) {
        boolean last = ending;
        int frames = ring.read(planes, 0, BLOCK);
        if (frames > 0) {
          rendering.write(separated, mix, frames);
        } else if (last) {
          return;
        } else {
          LockSupport.parkNanos(this, POLL_NANOS);
        }
      }
    } catch (AudioException e) {
      failure = e;
    }
  }

  /// Writes what is in the ring and finishes the files. After the last [#record].
  ///
  /// @return the files
  RenderResult finish() throws AudioException {
    while (owed > 0 && failure == null) { // so that the end lies where it should
      int written = ring.write(silence, 0, (int) Math.min(owed, silence[0].length));
      owed -= written;
      if (written == 0) {
        LockSupport.parkNanos(this, POLL_NANOS);
      }
    }
    ending = true;
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // the files come first: the ring holds seconds
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    var wrong = failure;
    if (wrong != null) {
      throw wrong;
    }
    return rendering.finish();
  }

  /// In Hz.
  int sampleRate() {
    return sampleRate;
  }

  /// Removes what is half-written; after [#finish()] nothing is.
  @Override
  public void close() {
    ending = true;
    rendering.close();
  }
}

package dev.isolator.separation;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.audio.Resampler;
import dev.isolator.model.ModelException;
import java.util.ArrayList;
import java.util.List;

/// A song of another sampling rate than the network's: it is resampled on its way in, and the stems
/// on their way out.
///
/// Length and place stay, as [Resampler] keeps both. The last stem is what the others leave of the
/// song at its own rate: so what the network's rate cannot hold is in there, and stems sum to the
/// song. Memory is that of the network's rate, and what waits of the song meanwhile.
final class ResampledSeparation implements BlockSeparation {
  private final Resampler in;
  private final BlockSeparation inner;

  /// One for each stem but the last.
  private final List<Resampler> out = new ArrayList<>();

  /// The song as it came, until its stems are there; rates are equal, so samples pass through.
  private final Resampler waiting;

  private final StemReceiver receiver;
  private final float[][] block;
  private final float[][][] stems;
  private final float[][] mix;
  private long written;
  private long delivered;

  /// Begins the song at the network's rate.
  @FunctionalInterface
  interface Beginning {
    BlockSeparation into(StemReceiver receiver) throws ModelException;
  }

  /// @param sampleRate of the song, in Hz
  /// @param networkRate in Hz
  /// @param stemCount with the last one
  ResampledSeparation(
      int sampleRate,
      int networkRate,
      int stemCount,
      ChannelLayout layout,
      Beginning beginning,
      StemReceiver receiver)
      throws ModelException {
    int channels = layout.count();
    this.inner = beginning.into(this::takeBack);
    this.receiver = receiver;
    this.in = new Resampler(channels, sampleRate, networkRate);
    this.waiting = new Resampler(channels, sampleRate, sampleRate);
    for (int stem = 0; stem < stemCount - 1; stem++) {
      out.add(new Resampler(channels, networkRate, sampleRate));
    }
    this.block = new float[channels][StemReceiver.MAX_FRAMES];
    this.stems = new float[stemCount][channels][StemReceiver.MAX_FRAMES];
    this.mix = new float[channels][StemReceiver.MAX_FRAMES];
  }

  @Override
  public void write(float[][] samples, int frames) throws AudioException, ModelException {
    written += frames;
    waiting.push(samples, frames);
    in.push(samples, frames);
    separate();
  }

  @Override
  public void finish() throws AudioException, ModelException {
    in.finish();
    separate();
    inner.finish();
    out.forEach(Resampler::finish);
    deliver();
    close();
  }

  private void separate() throws AudioException, ModelException {
    for (int n; (n = in.pull(block, StemReceiver.MAX_FRAMES)) > 0; ) {
      inner.write(block, n);
    }
  }

  /// Takes stems at the network's rate.
  private void takeBack(float[][][] parts, float[][] partsMix, int frames) throws AudioException {
    for (int stem = 0; stem < out.size(); stem++) {
      out.get(stem).push(parts[stem], frames);
    }
    deliver();
  }

  private void deliver() throws AudioException {
    while (delivered < written) {
      int most = (int) Math.min(StemReceiver.MAX_FRAMES, written - delivered);
      int frames = most;
      for (int stem = 0; stem < out.size(); stem++) {
        frames = out.get(stem).pull(stems[stem], most); // all of them have been given alike
      }
      if (frames == 0) {
        return;
      }
      waiting.pull(mix, frames);
      Remainder.leave(stems, mix, frames);
      receiver.receive(stems, mix, frames);
      delivered += frames;
    }
  }

  @Override
  public void close() {
    inner.close();
    in.close();
    waiting.close();
    out.forEach(Resampler::close);
  }
}

package dev.isolator.live.command;

import dev.isolator.live.LiveMixer;
import dev.isolator.live.LiveSeparator;
import dev.isolator.live.device.AudioCallback;
import dev.isolator.live.device.AudioStream;
import org.jspecify.annotations.Nullable;

/// What the audio thread does with a block: take it apart, mix it anew, and hand a copy to the
/// recorder. Allocates nothing after it is made.
final class LiveSession implements AudioCallback {
  private final AudioStream stream;
  private final LiveSeparator separator;
  private final LiveMixer mixer;
  private final @Nullable StemRecorder recorder;
  private final float[][][] stems;
  private final float[][] mix;

  LiveSession(
      AudioStream stream,
      LiveSeparator separator,
      LiveMixer mixer,
      @Nullable StemRecorder recorder) {
    this.stream = stream;
    this.separator = separator;
    this.mixer = mixer;
    this.recorder = recorder;
    int channels = stream.channels();
    this.stems = new float[separator.stems().size()][channels][stream.blockFrames()];
    this.mix = new float[channels][stream.blockFrames()];
  }

  @Override
  public void process(float[][] in, float[][] out, int frames) {
    separator.setRealTime(stream.isRealTime());
    separator.process(in, stems, mix, frames);
    if (recorder != null) {
      recorder.record(stems, mix, frames);
    }
    mixer.process(stems, mix, separator.dryShare(), out, frames);
  }

  @Override
  public int latencyFrames() {
    return separator.latencyFrames();
  }
}

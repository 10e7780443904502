package dev.isolator.live.device;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.TargetDataLine;

/// A microphone or line input by Java Sound: ALSA, also through PulseAudio and PipeWire, Core
/// Audio, DirectSound.
public final class JavaSoundInput implements AudioInput {
  private final String name;
  private final TargetDataLine line;
  private final AudioFormat format;
  private byte[] bytes;

  private JavaSoundInput(String name, TargetDataLine line, AudioFormat format, int blockFrames) {
    this.name = name;
    this.line = line;
    this.format = format;
    this.bytes = new byte[blockFrames * format.getFrameSize()];
  }

  /// Opens and starts a device.
  ///
  /// @param device as [DeviceList] names it
  /// @param blockFrames frames that are read at a time
  static JavaSoundInput open(JavaSoundDevice device, int sampleRate, int channels, int blockFrames)
      throws DeviceException {
    var format = device.format(sampleRate, channels, true);
    try {
      var line = device.inputLine(format);
      line.open(format, 4 * blockFrames * format.getFrameSize());
      line.start();
      return new JavaSoundInput(device.name(), line, format, blockFrames);
    } catch (LineUnavailableException | IllegalArgumentException | SecurityException e) {
      throw device.refused("input", e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int sampleRate() {
    return (int) format.getSampleRate();
  }

  @Override
  public int channels() {
    return format.getChannels();
  }

  @Override
  public boolean isRealTime() {
    return true;
  }

  @Override
  public int latencyFrames() {
    return line.getBufferSize() / format.getFrameSize() / 4;
  }

  @Override
  public int read(float[][] block, int frames) throws DeviceException {
    int wanted = frames * format.getFrameSize();
    if (bytes.length < wanted) {
      bytes = new byte[wanted];
    }
    int read = 0;
    while (read < wanted) {
      int got = line.read(bytes, read, wanted - read);
      if (got <= 0) { // as long as the line is open, it waits
        throw new DeviceException("%s: the input has gone away; plug it in again".formatted(name));
      }
      read += got;
    }
    JavaSoundSamples.toFloat(
        ByteBuffer.wrap(bytes, 0, wanted).order(ByteOrder.LITTLE_ENDIAN),
        format.getSampleSizeInBits(),
        block,
        frames);
    return frames;
  }

  @Override
  public void close() {
    line.stop();
    line.close();
  }
}

package dev.isolator.audio;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.FloatPointer;

/// Tells sound from what a lossy decoder makes of a damaged packet that it does not know to be
/// damaged: a wrong scale factor is noise of any height, and a single frame of it would turn a
/// whole song down, or be heard at full scale.
final class Overload {
  /// The largest amplitude that is taken for sound: 24 dB above full scale. What encoders make of
  /// clipped music goes up to some 6 dB above it.
  static final float MOST = 16;

  private Overload() {}

  /// Whether a frame of floats has a sample above [#MOST], or one that is no number.
  ///
  /// @param frame of a lossy codec; frames that are not planar floats have nothing of the kind
  static boolean isIn(AVFrame frame) {
    if (frame.format() != AV_SAMPLE_FMT_FLTP) {
      return false;
    }
    int samples = frame.nb_samples();
    for (int channel = 0; channel < frame.ch_layout().nb_channels(); channel++) {
      var plane = new FloatPointer(frame.extended_data(channel)).capacity(samples).asBuffer();
      for (int i = 0; i < samples; i++) {
        if (!(Math.abs(plane.get(i)) <= MOST)) {
          return true;
        }
      }
    }
    return false;
  }
}

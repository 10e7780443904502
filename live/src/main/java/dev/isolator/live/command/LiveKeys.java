package dev.isolator.live.command;

import dev.isolator.live.LiveMixer;

/// What keys do to the mixer while it runs.
///
/// | key | does |
/// |---|---|
/// | 1 … 9 | chooses a stem |
/// | + − | the stem louder or softer by 1 dB |
/// | m s | mutes the stem, or lets it be heard alone |
/// | b | bypass: the music as it came in |
/// | a | between the settings A and B |
/// | c | copies the setting to the other one |
/// | 0 | the stem's gain to 0 dB |
/// | q | ends |
final class LiveKeys {
  static final String HELP =
      "keys: 1-9 stem, + - gain, m mute, s solo, 0 gain 0 dB, b bypass, a A/B, c copy A/B, q end";

  private static final float STEP = (float) Math.pow(10, 1 / 20.0);
  private static final float SOFTEST = 0.001f;

  private final LiveMixer mixer;
  private int chosen;

  LiveKeys(LiveMixer mixer) {
    this.mixer = mixer;
  }

  /// The stem that keys change.
  int chosen() {
    return chosen;
  }

  /// Does what a key says.
  ///
  /// @return false if it ends
  boolean press(int key) {
    switch (key) {
      case 'q', 'Q', 3, 4, 27 -> { // also Ctrl-C, Ctrl-D and Escape, as they come in raw mode
        return false;
      }
      case '+', '=' -> mixer.setGain(chosen, louder(mixer.gain(chosen)));
      case '-', '_' -> mixer.setGain(chosen, softer(mixer.gain(chosen)));
      case '0' -> mixer.setGain(chosen, 1);
      case 'm' -> mixer.setMuted(chosen, !mixer.isMuted(chosen));
      case 's' -> mixer.setSolo(chosen, !mixer.isSolo(chosen));
      case 'b' -> mixer.setBypassed(!mixer.isBypassed());
      case 'a' -> mixer.setSetting(1 - mixer.setting());
      case 'c' -> mixer.copyToOther();
      default -> {
        int stem = key - '1';
        if (stem >= 0 && stem < mixer.stems().size()) {
          chosen = stem;
        }
      }
    }
    return true;
  }

  private static float louder(float gain) {
    return gain == 0 ? SOFTEST : Math.min(16, gain * STEP);
  }

  private static float softer(float gain) {
    float less = gain / STEP;
    return less < SOFTEST ? 0 : less;
  }
}

package dev.isolator.dataset.soundfont;

import dev.isolator.dataset.midi.MidiEvent;

/// The state of one MIDI channel's controllers.
final class ChannelState {
  private int bank;
  private int program;
  private int volume = 100;
  private int expression = 127;
  private int pan = 64;
  private int modulation;
  private int bend = 8192;
  private int bendRange = 2;
  private int parameter = -1;
  private boolean sustained;

  int program() {
    return program;
  }

  int bank() {
    return bank;
  }

  boolean sustained() {
    return sustained;
  }

  /// Gain by volume and expression: the square of each, section 8.4.
  double gain() {
    double v = volume / 127.0;
    double e = expression / 127.0;
    return v * v * e * e;
  }

  /// −1 left to 1 right.
  double pan() {
    return Math.clamp((pan - 64) / 63.0, -1, 1);
  }

  double bendCents() {
    return (bend - 8192) / 8192.0 * bendRange * 100;
  }

  /// Vibrato by the modulation wheel: 50 cents at most, section 8.4.4.
  double wheelCents() {
    return modulation / 127.0 * 50;
  }

  void take(MidiEvent e) {
    switch (e.command()) {
      case 0xC0 -> program = e.data1();
      case 0xE0 -> bend = (e.data2() << 7) | e.data1();
      case 0xB0 -> control(e.data1(), e.data2());
      default -> {
        // pressure is not used
      }
    }
  }

  private void control(int number, int value) {
    switch (number) {
      case 0 -> bank = value;
      case 1 -> modulation = value;
      case 6 -> bendRange = parameter == 0 ? Math.min(24, value) : bendRange;
      case 7 -> volume = value;
      case 10 -> pan = value;
      case 11 -> expression = value;
      case 64 -> sustained = value >= 64;
      case 98, 99 -> parameter = -1;
      case 100 -> parameter = value == 0 ? 0 : -1;
      case 101 -> parameter = value == 0 ? parameter : -1;
      case 121 -> {
        modulation = 0;
        expression = 127;
        bend = 8192;
        sustained = false;
      }
      default -> {
        // other controllers do not sound here
      }
    }
  }
}

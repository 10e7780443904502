package dev.isolator.dataset.soundfont;

/// One voice of the synthesiser: a sample that is sounding, with its pitch, filter, envelopes and
/// pan.
final class SynthVoice {
  /// Frames between two updates from envelopes and controllers.
  static final int BLOCK = 64;

  private final Region region;
  private final float[] samples;
  private final int key;
  private final int channel;
  private final double sampleRate;
  private final Envelope volume;
  private final Envelope modulation;
  private final double gain;
  private final double cents;

  private double position;
  private double time;
  private boolean released;
  private boolean held;
  private boolean over;
  private double lastLeft = -1;
  private double lastRight = -1;

  private final boolean filtered;
  private double b0 = 1;
  private double b1;
  private double b2;
  private double a1;
  private double a2;
  private double z1;
  private double z2;
  private double lastCutoff = -1;

  /// @param key that was struck, and will be released
  /// @param sounding key that is heard
  SynthVoice(
      Region region,
      float[] samples,
      int channel,
      int key,
      int sounding,
      int velocity,
      double sampleRate) {
    this.region = region;
    this.samples = samples;
    this.channel = channel;
    this.key = key;
    this.sampleRate = sampleRate;
    int[] gens = region.gens();
    int heard = gens[Generator.KEY] >= 0 ? gens[Generator.KEY] : sounding;
    int struck = gens[Generator.VELOCITY] >= 0 ? gens[Generator.VELOCITY] : velocity;
    volume = new Envelope(gens, Generator.VOL_ENV_DELAY, heard, true);
    modulation = new Envelope(gens, Generator.MOD_ENV_DELAY, heard, false);
    double v = struck / 127.0;
    // Banks are made for E-mu synthesisers, which apply 0.4 of the attenuation that the file
    // states.
    gain = v * v * Cents.gain(0.4 * Math.max(0, gens[Generator.ATTENUATION]));
    cents =
        (heard - region.rootKey()) * (double) gens[Generator.SCALE_TUNING]
            + 100.0 * gens[Generator.COARSE_TUNE]
            + gens[Generator.FINE_TUNE]
            + region.tuneCents();
    filtered =
        gens[Generator.FILTER_CUTOFF] < 13_500
            || gens[Generator.MOD_ENV_FILTER] != 0
            || gens[Generator.MOD_LFO_FILTER] != 0;
  }

  int channel() {
    return channel;
  }

  int key() {
    return key;
  }

  boolean isReleased() {
    return released;
  }

  boolean isHeld() {
    return held;
  }

  boolean isOver() {
    return over;
  }

  int exclusiveClass() {
    return region.gens()[Generator.EXCLUSIVE_CLASS];
  }

  /// The key was released while the sustain pedal is down.
  void hold() {
    held = true;
  }

  void release() {
    released = true;
    held = false;
    volume.release();
    modulation.release();
  }

  private double lfo(int delayGen) {
    double since = time - Cents.seconds(region.gens()[delayGen]);
    if (since <= 0) {
      return 0;
    }
    double phase = since * Cents.hertz(region.gens()[delayGen + 1]) + 0.25;
    phase -= Math.floor(phase);
    return 1 - 4 * Math.abs(phase - 0.5);
  }

  /// Renders the next frames and adds them.
  ///
  /// @param left `[≥ at + n]`
  /// @param n at most [#BLOCK]
  void add(float[] left, float[] right, int at, int n, ChannelState state) {
    int[] gens = region.gens();
    double modLfo = lfo(Generator.MOD_LFO_DELAY);
    double vibLfo = lfo(Generator.VIB_LFO_DELAY);
    double env = modulation.value();
    double pitch =
        cents
            + state.bendCents()
            + modLfo * gens[Generator.MOD_LFO_PITCH]
            + vibLfo * (gens[Generator.VIB_LFO_PITCH] + state.wheelCents())
            + env * gens[Generator.MOD_ENV_PITCH];
    double step = region.sampleRate() / sampleRate * Cents.ratio(Math.clamp(pitch, -9600, 9600));
    double level =
        gain * state.gain() * volume.value() * Cents.gain(modLfo * gens[Generator.MOD_LFO_VOLUME]);
    double pan = Math.clamp(gens[Generator.PAN] / 500.0 + state.pan(), -1, 1);
    double angle = (pan + 1) * (Math.PI / 4);
    double leftGain = level * StrictMath.cos(angle);
    double rightGain = level * StrictMath.sin(angle);
    if (lastLeft < 0) {
      lastLeft = leftGain;
      lastRight = rightGain;
    }
    if (filtered) {
      tune(
          gens[Generator.FILTER_CUTOFF]
              + env * gens[Generator.MOD_ENV_FILTER]
              + modLfo * gens[Generator.MOD_LFO_FILTER]);
    }
    render(left, right, at, n, step, leftGain, rightGain);
    lastLeft = leftGain;
    lastRight = rightGain;
    time += n / sampleRate;
    volume.advance(n / sampleRate);
    modulation.advance(n / sampleRate);
    over |= volume.isOver();
  }

  private void render(
      float[] left, float[] right, int at, int n, double step, double leftGain, double rightGain) {
    boolean looping = region.loops() && !(released && region.loopsUntilRelease());
    int loopEnd = region.loopEnd() - region.start();
    int loopLength = region.loopEnd() - region.loopStart();
    double leftStep = (leftGain - lastLeft) / n;
    double rightStep = (rightGain - lastRight) / n;
    int inside = looping ? Math.min(loopEnd, samples.length) : samples.length;
    double l = lastLeft;
    double r = lastRight;
    double p = position; // in local variables: fields would be written for each sample
    double s1 = z1;
    double s2 = z2;
    for (int i = 0; i < n; i++) {
      if (looping) {
        while (p >= loopEnd) {
          p -= loopLength;
        }
      } else if (p >= samples.length - 1) {
        over = true;
        break;
      }
      int whole = (int) p;
      boolean plain = whole >= 1 && whole + 2 < inside;
      float x = (float) (p - whole);
      float y0 = plain ? samples[whole - 1] : point(whole - 1, looping, loopEnd, loopLength);
      float y1 = samples[whole];
      float y2 = plain ? samples[whole + 1] : point(whole + 1, looping, loopEnd, loopLength);
      float y3 = plain ? samples[whole + 2] : point(whole + 2, looping, loopEnd, loopLength);
      // Catmull and Rom's cubic through four points
      double y =
          y1
              + 0.5f
                  * x
                  * (y2 - y0 + x * (2 * y0 - 5 * y1 + 4 * y2 - y3 + x * (3 * (y1 - y2) + y3 - y0)));
      if (filtered) {
        double out = b0 * y + s1;
        s1 = b1 * y - a1 * out + s2;
        s2 = b2 * y - a2 * out;
        y = out;
      }
      l += leftStep;
      r += rightStep;
      left[at + i] += (float) (y * l);
      right[at + i] += (float) (y * r);
      p += step;
    }
    position = p;
    z1 = s1;
    z2 = s2;
  }

  private float point(int index, boolean looping, int loopEnd, int loopLength) {
    int at = looping && index >= loopEnd ? index - loopLength : index;
    return at >= 0 && at < samples.length ? samples[at] : 0;
  }

  /// Sets the coefficients of the resonant second-order low-pass filter.
  private void tune(double cutoffCents) {
    double cutoff = Math.clamp(cutoffCents, 1500, 13_500);
    if (Math.abs(cutoff - lastCutoff) < 5) {
      return;
    }
    lastCutoff = cutoff;
    double hz = Math.min(Cents.hertz(cutoff), sampleRate * 0.45);
    double resonanceDb = Math.clamp(region.gens()[Generator.FILTER_Q] / 10.0, 0, 96) - 3.01;
    double quality = StrictMath.exp(resonanceDb / 20 * 2.302585092994046);
    double w = 2 * Math.PI * hz / sampleRate;
    double alpha = StrictMath.sin(w) / (2 * quality);
    double cos = StrictMath.cos(w);
    double a0 = 1 + alpha;
    // the gain is lowered by half of the resonance, section 8.1.3 (initialFilterQ)
    double norm = 1 / StrictMath.sqrt(Math.max(1, quality * StrictMath.sqrt(2)));
    b0 = (1 - cos) / 2 / a0 * norm;
    b1 = (1 - cos) / a0 * norm;
    b2 = b0;
    a1 = -2 * cos / a0;
    a2 = (1 - alpha) / a0;
  }
}

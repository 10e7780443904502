package dev.isolator.live;

import java.util.Arrays;
import java.util.List;

/// What is heard of the stems: a gain each, mute and solo, and a bypass that plays the mix as it
/// is, equally late. Changes are ramps of 20 ms, so that nothing clicks.
///
/// There are two settings, A and B, to switch between. [#process] runs on the audio thread: it does
/// not allocate or lock. All other methods may be called from any thread; they take effect with the
/// next block.
public final class LiveMixer {
  /// Seconds in which a gain goes from silence to full scale.
  private static final double RAMP_SECONDS = 0.02;

  private final List<String> stems;
  private final float step;
  private final float[][] gains;
  private final boolean[][] muted;
  private final boolean[][] solo;
  private int setting;
  private boolean bypassed;

  /// The gains that result, `[stems]`; never changed once it is here.
  private volatile float[] targets;

  // Of the audio thread.
  private final float[] current;
  private float dry;

  private final LevelMeter[] stemMeters;
  private final LevelMeter outputMeter;

  /// Plays all stems as they are.
  ///
  /// @param stems names, in order
  /// @param sampleRate in Hz
  public LiveMixer(List<String> stems, int sampleRate) {
    this.stems = List.copyOf(stems);
    this.step = (float) (1 / (RAMP_SECONDS * sampleRate));
    this.gains = new float[2][stems.size()];
    this.muted = new boolean[2][stems.size()];
    this.solo = new boolean[2][stems.size()];
    for (float[] setOf : gains) {
      Arrays.fill(setOf, 1);
    }
    this.targets = new float[stems.size()];
    Arrays.fill(targets, 1);
    this.current = targets.clone();
    this.stemMeters = new LevelMeter[stems.size()];
    for (int stem = 0; stem < stemMeters.length; stem++) {
      stemMeters[stem] = new LevelMeter(sampleRate);
    }
    this.outputMeter = new LevelMeter(sampleRate);
  }

  /// The stems' names, in order.
  public List<String> stems() {
    return stems;
  }

  /// Sets a stem's gain in the setting that is heard.
  ///
  /// @param gain factor, 0 to 16; 1 = as it is
  public synchronized void setGain(int stem, float gain) {
    if (!(gain >= 0 && gain <= 16)) {
      throw new IllegalArgumentException("gain must be from 0 to 16, was " + gain);
    }
    gains[setting][stem] = gain;
    publish();
  }

  /// A stem's gain in the setting that is heard, without mute, solo and bypass.
  public synchronized float gain(int stem) {
    return gains[setting][stem];
  }

  /// Silences a stem, or lets it be heard again.
  public synchronized void setMuted(int stem, boolean isMuted) {
    muted[setting][stem] = isMuted;
    publish();
  }

  /// Whether a stem is muted.
  public synchronized boolean isMuted(int stem) {
    return muted[setting][stem];
  }

  /// Lets only the stems be heard that are solo; without any, all are.
  public synchronized void setSolo(int stem, boolean isSolo) {
    solo[setting][stem] = isSolo;
    publish();
  }

  /// Whether a stem is solo.
  public synchronized boolean isSolo(int stem) {
    return solo[setting][stem];
  }

  /// Plays the mix as it is, or the stems.
  public synchronized void setBypassed(boolean isBypassed) {
    bypassed = isBypassed;
    publish();
  }

  /// Whether the mix is played as it is.
  public synchronized boolean isBypassed() {
    return bypassed;
  }

  /// Switches between the settings A (0) and B (1).
  public synchronized void setSetting(int which) {
    if (which != 0 && which != 1) {
      throw new IllegalArgumentException("setting must be 0 or 1, was " + which);
    }
    setting = which;
    publish();
  }

  /// The setting that is heard: 0 = A, 1 = B.
  public synchronized int setting() {
    return setting;
  }

  /// Makes setting B what A is, or the other way round.
  public synchronized void copyToOther() {
    int other = 1 - setting;
    System.arraycopy(gains[setting], 0, gains[other], 0, gains[other].length);
    System.arraycopy(muted[setting], 0, muted[other], 0, muted[other].length);
    System.arraycopy(solo[setting], 0, solo[other], 0, solo[other].length);
  }

  private void publish() {
    boolean anySolo = false;
    for (boolean one : solo[setting]) {
      anySolo |= one;
    }
    var result = new float[stems.size()];
    for (int stem = 0; stem < result.length; stem++) {
      boolean heard = !muted[setting][stem] && (!anySolo || solo[setting][stem]);
      result[stem] = bypassed ? 1 : heard ? gains[setting][stem] : 0;
    }
    targets = result;
  }

  /// The level of a stem before its gain.
  public LevelMeter meter(int stem) {
    return stemMeters[stem];
  }

  /// The level of what is heard.
  public LevelMeter outputMeter() {
    return outputMeter;
  }

  /// Takes the current gains at once, without a ramp: before a stream begins. Not while [#process]
  /// runs.
  public void settle() {
    System.arraycopy(targets, 0, current, 0, current.length);
    dry = 0;
  }

  /// Mixes a block. Audio thread.
  ///
  /// @param separated `[stems][channels][≥ frames]`
  /// @param mix `[channels][≥ frames]`, the sum of the stems
  /// @param dryShare of the separator at the block's end: so much of the mix is heard instead, as
  ///   the network is late
  /// @param out `[channels][≥ frames]`, overwritten; may be the arrays of `mix`
  public void process(
      float[][][] separated, float[][] mix, float dryShare, float[][] out, int frames) {
    for (int stem = 0; stem < separated.length; stem++) {
      stemMeters[stem].add(separated[stem], frames);
    }
    float[] goal = targets;
    float dryStep = frames == 0 ? 0 : (dryShare - dry) / frames;
    for (int i = 0; i < frames; i++) {
      for (int stem = 0; stem < goal.length; stem++) {
        float away = goal[stem] - current[stem];
        current[stem] += Math.max(-step, Math.min(step, away));
      }
      float wet = 1 - (dry + (i + 1) * dryStep);
      for (int channel = 0; channel < out.length; channel++) {
        double sum = 0;
        for (int stem = 0; stem < goal.length; stem++) {
          sum += (double) current[stem] * separated[stem][channel][i];
        }
        out[channel][i] = (float) (wet * sum + (1 - wet) * mix[channel][i]);
      }
    }
    dry = dryShare;
    outputMeter.add(out, frames);
  }
}

package dev.isolator.audio;

import java.util.ArrayList;
import java.util.List;

/// A song without the samples that no separation can work with.
///
/// A network squares and sums what it hears; beyond about 10¹⁶ times full scale that no longer fits
/// a float, and one such sample would make everything around it NaN. Samples beyond [#LOUDEST] come
/// out as silence, are counted and noted: they are damage, or data that is not sound.
public final class FiniteSource extends ForwardingSource {
  /// The largest amplitude that passes: 2⁴⁰, which is 241 dB over full scale. Files that hold whole
  /// numbers of 32 bits as floats stay far below.
  public static final float LOUDEST = 0x1p40f;

  private long tooLoud;

  /// @param song is closed with this source
  public FiniteSource(AudioSource song) {
    super(song);
  }

  @Override
  public int read(float[][] block, int frames) throws AudioException {
    int read = super.read(block, frames);
    for (float[] channel : block) {
      for (int i = 0; i < read; i++) {
        if (!(Math.abs(channel[i]) <= LOUDEST)) {
          channel[i] = 0;
          tooLoud++;
        }
      }
    }
    return read;
  }

  @Override
  public List<String> notes() {
    if (tooLoud == 0) {
      return super.notes();
    }
    var notes = new ArrayList<>(super.notes());
    notes.add(
        "%d %s more than 240 dB over full scale, which is no sound, and %s taken as silence"
            .formatted(
                tooLoud,
                tooLoud == 1 ? "sample was" : "samples were",
                tooLoud == 1 ? "was" : "were"));
    return List.copyOf(notes);
  }
}

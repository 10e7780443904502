package dev.isolator.separation;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.audio.SampleSpool;
import dev.isolator.model.ModelException;
import java.util.ArrayList;
import java.util.List;

/// A song whose level must be known before a network hears any of it (Demucs): it waits in a
/// temporary file, and is separated in [#finish()].
///
/// Mean and deviation are those of the song at its own rate, of each pair of channels on its own.
/// Memory does not grow with the song; the file has 4 bytes a sample.
final class StandardisedSeparation implements BlockSeparation {
  private final List<ChannelPair> pairs;
  private final List<SongLevel.Sum> sums = new ArrayList<>();
  private final SampleSpool spool;
  private final Beginning beginning;

  /// Begins the song once its levels are known.
  @FunctionalInterface
  interface Beginning {
    BlockSeparation at(List<SongLevel> levels) throws ModelException;
  }

  /// @param beginning called in [#finish()]
  StandardisedSeparation(ChannelLayout layout, Beginning beginning) {
    this.pairs = ChannelPair.of(layout);
    this.spool = new SampleSpool(layout.count());
    this.beginning = beginning;
    pairs.forEach(pair -> sums.add(new SongLevel.Sum()));
  }

  @Override
  public void write(float[][] block, int frames) throws AudioException {
    for (int i = 0; i < pairs.size(); i++) {
      float[] left = block[pairs.get(i).left()];
      float[] right = block[pairs.get(i).right()];
      for (int frame = 0; frame < frames; frame++) {
        sums.get(i).add(left[frame], right[frame]);
      }
    }
    spool.append(block, frames);
  }

  @Override
  public void finish() throws AudioException, ModelException {
    var levels = sums.stream().map(SongLevel.Sum::level).toList();
    try (BlockSeparation song = beginning.at(levels)) {
      var block = new float[spool.channels()][StemReceiver.MAX_FRAMES];
      spool.rewind();
      for (int n; (n = spool.read(block, StemReceiver.MAX_FRAMES)) > 0; ) {
        song.write(block, n);
      }
      song.finish();
    } finally {
      close();
    }
  }

  @Override
  public void close() {
    spool.close();
  }
}

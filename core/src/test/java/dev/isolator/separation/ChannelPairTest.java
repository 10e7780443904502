package dev.isolator.separation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.isolator.audio.ChannelLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChannelPairTest {
  @Test
  void surroundRunsAsPairsWithoutTheLfe() {
    assertEquals(
        List.of(
            new ChannelPair(0, 1),
            new ChannelPair(4, 5),
            new ChannelPair(6, 7),
            new ChannelPair(2, 2)),
        ChannelPair.of(ChannelLayout.ofCount(8)));
    assertEquals(List.of(new ChannelPair(0, 0)), ChannelPair.of(ChannelLayout.MONO));
  }
}

package dev.isolator.train.family;

import java.util.List;

/// What the settings choose of the U-Net of `studio` and `live`.
///
/// @param channels of each level, the finest first, 2 to 8 levels; multiples of 16 cost least for
///   what they give, as ONNX Runtime and oneDNN compute in such blocks
/// @param frequencyTransform 0 = no frequency transforms, else their bottleneck factor: by how much
///   fewer rows than the picture their middle has; 8 is usual
/// @param bottomBlocks further residual blocks at the slowest level, 0 to 16; they cost next to
///   nothing, as that level has one frame in 16 and one band in 16 where there are five levels
/// @param localLevel whether the network sees every song at the same level, see [LocalLevel]
public record UNetSettings(
    List<Integer> channels, int frequencyTransform, int bottomBlocks, boolean localLevel) {
  public UNetSettings {
    channels = List.copyOf(channels);
    if (channels.size() < 2 || channels.size() > 8) {
      throw new IllegalArgumentException("channels must be of 2 to 8 levels, was " + channels);
    }
    if (bottomBlocks < 0 || bottomBlocks > 16) {
      throw new IllegalArgumentException("bottomBlocks must be from 0 to 16, was " + bottomBlocks);
    }
  }

  /// Without blocks at the bottom, and of the song's own level.
  public UNetSettings(List<Integer> channels, int frequencyTransform) {
    this(channels, frequencyTransform, 0, false);
  }

  /// Frames, and bands, to one of the slowest level.
  int multiple() {
    return 1 << (channels.size() - 1);
  }
}

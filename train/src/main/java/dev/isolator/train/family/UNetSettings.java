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
/// @param recurrentUnits numbers in each band's state of a recurrence along time at the slowest
///   level, 0 to 1024; 0 = none. Of causal networks
/// @param skips how a level's encoder output meets what comes up to its decoder
public record UNetSettings(
    List<Integer> channels,
    int frequencyTransform,
    int bottomBlocks,
    boolean localLevel,
    int recurrentUnits,
    Skips skips) {
  /// How two pictures of the same size become one.
  public enum Skips {
    /// Side by side: twice as many channels.
    CONCATENATE,
    /// Cell by cell: as many channels, which makes the decoder cheaper.
    MULTIPLY
  }

  public UNetSettings {
    channels = List.copyOf(channels);
    if (channels.size() < 2 || channels.size() > 8) {
      throw new IllegalArgumentException("channels must be of 2 to 8 levels, was " + channels);
    }
    if (bottomBlocks < 0 || bottomBlocks > 16) {
      throw new IllegalArgumentException("bottomBlocks must be from 0 to 16, was " + bottomBlocks);
    }
    if (recurrentUnits < 0 || recurrentUnits > 1024) {
      throw new IllegalArgumentException(
          "recurrentUnits must be from 0 to 1024, was " + recurrentUnits);
    }
  }

  /// Without recurrence, and with skips side by side.
  public UNetSettings(
      List<Integer> channels, int frequencyTransform, int bottomBlocks, boolean localLevel) {
    this(channels, frequencyTransform, bottomBlocks, localLevel, 0, Skips.CONCATENATE);
  }

  /// Without blocks at the bottom, and of the song's own level.
  public UNetSettings(List<Integer> channels, int frequencyTransform) {
    this(channels, frequencyTransform, 0, false);
  }

  /// Without blocks and recurrence at the slowest level.
  UNetSettings withoutAdditions() {
    return new UNetSettings(channels, frequencyTransform, 0, localLevel, 0, skips);
  }

  /// The same with other channels, and with or without a local level.
  UNetSettings with(List<Integer> others, boolean level) {
    return new UNetSettings(others, frequencyTransform, bottomBlocks, level, recurrentUnits, skips);
  }

  /// Frames, and bands, to one of the slowest level.
  int multiple() {
    return 1 << (channels.size() - 1);
  }
}

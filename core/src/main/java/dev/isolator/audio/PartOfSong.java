package dev.isolator.audio;

/// Some seconds out of a song, cut at exact frames. What lies before is decoded and dropped,
/// because that is the only way to hit a frame in every format; decoding is several hundred times
/// faster than playing.
public final class PartOfSong extends ForwardingSource {
  private final double startSeconds;
  private final long start;
  private final long count;
  private long position;

  /// @param startSeconds 0 or more
  /// @param durationSeconds above 0, may be +∞
  public PartOfSong(AudioSource song, double startSeconds, double durationSeconds) {
    super(song);
    this.startSeconds = startSeconds;
    int rate = song.info().sampleRate();
    this.start = Math.round(startSeconds * rate);
    this.count = Math.round(Math.min(durationSeconds * rate, Long.MAX_VALUE / 4.0));
  }

  @Override
  public AudioInfo info() {
    AudioInfo whole = super.info();
    long declared = whole.declaredFrames();
    long frames = declared < 0 ? -1 : Math.clamp(declared - start, 0, count);
    return new AudioInfo(
        whole.name(),
        whole.container(),
        whole.codec(),
        whole.sampleRate(),
        whole.layout(),
        whole.depth(),
        whole.lossy(),
        frames,
        whole.gapless());
  }

  @Override
  public int read(float[][] block, int frames) throws AudioException {
    while (position < start) {
      int dropped = super.read(block, (int) Math.min(frames, start - position));
      if (dropped < 0) {
        throw new AudioException(
            AudioException.Kind.LIMIT,
            info().name(),
            "expected a song longer than the start at %.3f s, found its end at %.3f s; start earlier"
                .formatted(startSeconds, (double) position / info().sampleRate()));
      }
      position += dropped;
    }
    long left = start + count - position;
    if (left <= 0) {
      return -1;
    }
    int read = super.read(block, (int) Math.min(frames, left));
    position += Math.max(0, read);
    return read;
  }
}

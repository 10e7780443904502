package dev.isolator.audio;

import org.jspecify.annotations.Nullable;

/// The links of a chained Ogg file behind its first one: songs or parts of a song, each a whole Ogg
/// file of its own, that were written one after another. A file that is not chained has none.
///
/// Each link is demuxed and decoded by itself, so that its pre-skip and end trim are dropped where
/// they stand.
final class OggLinks implements AutoCloseable {
  private final String name;
  private final OggPages pages;
  private final FileHeader header;
  private final SoundTrack track;
  private final DecodeLimits limits;
  private Closer current = new Closer();

  /// @param pages stays the caller's
  OggLinks(String name, OggPages pages, FileHeader header, SoundTrack track, DecodeLimits limits) {
    this.name = name;
    this.pages = pages;
    this.header = header;
    this.track = track;
    this.limits = limits;
  }

  /// Opens the sound of the next link, and closes that of the one before; null where there is none.
  ///
  /// @throws AudioException also if it holds no sound, or of a kind that cannot be decoded
  @Nullable TrackDecoder next() throws AudioException {
    if (!pages.nextLink()) {
      return null;
    }
    current.close();
    current = new Closer();
    var bytes = current.add(AvioInput.ofOgg(pages));
    var demuxer = current.add(Demuxer.open(name, bytes, header, track, limits));
    return current.add(TrackDecoder.open(name, demuxer));
  }

  /// What the pages told of a link that has ended.
  ///
  /// @param track its decoder
  DecodeErrors.Ending ending(TrackDecoder track) {
    if (pages.cutShort()) {
      return DecodeErrors.Ending.CUT_SHORT;
    }
    return pages.hasEnded(track.oggSerial())
        ? DecodeErrors.Ending.WHOLE
        : DecodeErrors.Ending.NO_END_MARK;
  }

  @Override
  public void close() {
    current.close();
  }
}

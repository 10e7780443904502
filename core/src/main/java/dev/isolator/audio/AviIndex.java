package dev.isolator.audio;

import static org.bytedeco.ffmpeg.global.avcodec.av_get_bits_per_sample;
import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entries_count;
import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entry;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVIndexEntry;
import org.bytedeco.ffmpeg.avformat.AVStream;

/// What is missing between the chunks of an AVI file's sound, by the index at the file's end.
///
/// AVI numbers nothing: FFmpeg counts the chunks that it finds, passes over the damaged ones, and
/// what follows moves forward. The index has the place of each chunk, and with it how much sound
/// comes before it. Sound is missing where the index has chunks between two that came out, and more
/// sound before the second than was counted. Indices of old writers are rough, so that a difference
/// alone is not believed, except where samples are stored as they are.
///
/// Source: Microsoft, AVI RIFF File Reference (`idx1`); OpenDML 1.02 (`indx`).
final class AviIndex {
  private static final int CHUNK_HEADER_BYTES = 8;
  private static final double MOST_OF_A_PACKET = 0.75;

  private final Demuxer demuxer;
  private final AVStream stream;
  private final int rate;
  private final boolean pcm;
  private int next; // entry that is looked at
  private int latest = -1; // entry of the latest chunk that came out
  private long difference; // between the index and the count, at the latest chunk

  /// @param rate in Hz
  AviIndex(Demuxer demuxer, int rate) {
    this.demuxer = demuxer;
    this.stream = demuxer.stream();
    this.rate = rate;
    this.pcm = av_get_bits_per_sample(stream.codecpar().codec_id()) > 0;
  }

  /// How many frames are missing before a packet; to be asked of packets in order.
  ///
  /// @param counted frames before it, with those that were missing
  /// @param length of the packet in frames
  long missingBefore(AVPacket packet, long counted, int length) {
    long chunk = packet.pos() - CHUNK_HEADER_BYTES;
    int count = avformat_index_get_entries_count(stream);
    while (next < count && avformat_index_get_entry(stream, next).pos() < chunk) {
      next++;
    }
    if (next == count || avformat_index_get_entry(stream, next).pos() != chunk) {
      return 0; // not the first of its chunk
    }
    boolean passedOver = next > latest + 1;
    latest = next;
    long before = difference;
    difference = demuxer.frames(time(next), rate) - counted;
    long missing = difference - before;
    if ((passedOver || pcm) && length > 0 && missing > (pcm ? 0 : MOST_OF_A_PACKET * length)) {
      difference = before;
      return missing;
    }
    return 0;
  }

  /// When a chunk begins, in units of the track's time base. Where the header gives a sample a
  /// size, FFmpeg counts the index in bytes.
  private long time(int entry) {
    long time = avformat_index_get_entry(stream, entry).timestamp();
    AVIndexEntry first = avformat_index_get_entry(stream, 0);
    boolean bytes =
        entry > 0
            && avformat_index_get_entry(stream, 1).timestamp() - first.timestamp() == first.size();
    return bytes ? time / Math.max(1, stream.codecpar().block_align()) : time;
  }
}

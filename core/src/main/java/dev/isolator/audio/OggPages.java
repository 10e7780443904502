package dev.isolator.audio;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The pages of an Ogg file on their way to FFmpeg's demuxer.
///
/// FFmpeg drops a damaged page without a word, and what follows moves forward. Here each page is
/// checked (CRC) before it is passed on, and its place in the song is remembered, so that
/// [PacketTimeline] can tell how much is missing before a packet. A file of several streams one
/// after another (*chained*) is given out link by link: at the end of a link, [#read] says that the
/// file has ended, and goes on with the next one after [#nextLink].
///
/// Memory is two pages, and a few bytes for each page that the demuxer has read and not given out.
/// One thread at a time.
///
/// Source: RFC 3533, sections 6 (page) and 4 (chaining).
final class OggPages {
  private static final int HEADER_BYTES = 27;
  private static final int MOST_PAGE_BYTES = HEADER_BYTES + 255 + 255 * 255;
  private static final int MOST_STREAMS = 1000; // whose page numbers are followed
  private static final int[] CRC = crcTable();

  /// A page that was passed on.
  ///
  /// @param position of its first byte among the bytes of its link
  /// @param serial number of its stream
  /// @param granule the time at which its last finished packet ends; −1 where none ends in it
  /// @param lastFinished whether its last packet ends in it
  /// @param afterLoss whether pages of its stream are missing before it
  record Page(long position, int serial, long granule, boolean lastFinished, boolean afterLoss) {}

  private final ByteSource source;
  private final byte[] bytes = new byte[2 * MOST_PAGE_BYTES];
  private int from;
  private int to;
  private boolean sourceEnded;

  private int passed; // bytes of the current page that were read
  private int pageBytes; // of the current page, 0 where there is none
  private long linkPosition; // of the current page's first byte
  private boolean sawData; // whether the link's headers have ended
  private boolean linkEnded;

  private final Deque<Page> pages = new ArrayDeque<>();
  private final Map<Integer, Integer> lastNumbers = new HashMap<>();
  private final Map<Integer, Boolean> ends = new HashMap<>();
  private long damagedPages;
  private boolean cutShort;

  OggPages(ByteSource source) {
    this.source = source;
  }

  /// Reads bytes of the current link.
  ///
  /// @return how many, or −1 at the link's end
  int read(byte[] into, int at, int most) throws IOException {
    if (passed == pageBytes && !nextPage()) {
      return -1;
    }
    int count = Math.min(most, pageBytes - passed);
    System.arraycopy(bytes, from + passed, into, at, count);
    passed += count;
    return count;
  }

  /// Whether another link follows the one that has ended; [#read] then goes on with it.
  boolean nextLink() {
    if (!linkEnded) {
      return false;
    }
    linkEnded = false;
    sawData = false;
    linkPosition = 0;
    passed = 0;
    pageBytes = 0; // the page is still at `from`, and is read again
    pages.clear();
    lastNumbers.clear();
    ends.clear();
    return true;
  }

  /// The page at a place of the current link; null where none begins there. Pages before it are
  /// forgotten.
  @Nullable Page at(long position) {
    while (!pages.isEmpty() && pages.peekFirst().position() < position) {
      pages.removeFirst();
    }
    Page page = pages.peekFirst();
    return page != null && page.position() == position ? page : null;
  }

  /// Pages whose bytes were changed, or that were no pages.
  long damagedPages() {
    return damagedPages;
  }

  /// Whether the file ends in the middle of a page.
  boolean cutShort() {
    return cutShort;
  }

  /// Whether a stream's last page so far says that it is the last.
  boolean hasEnded(int serial) {
    return ends.getOrDefault(serial, false);
  }

  /// Finds the next whole page; the one before it was passed on.
  private boolean nextPage() throws IOException {
    if (linkEnded) {
      return false;
    }
    from += pageBytes;
    linkPosition += pageBytes;
    pageBytes = 0;
    passed = 0;
    boolean skipping = false;
    while (true) {
      if (!fill(HEADER_BYTES)) {
        cutShort |= to > from && startsPage(from);
        return false;
      }
      int size = startsPage(from) ? pageSize() : -1;
      if (size > 0 && isWhole(size)) {
        return pass(size);
      }
      if (size > 0 && !fill(size) && nextCapture(from + 1) == to) {
        cutShort = true;
        return false;
      }
      if (!skipping) {
        damagedPages++;
        skipping = true;
      }
      from = nextCapture(from + 1);
    }
  }

  /// Bytes of the page at `from`, or −1 where its header says nonsense.
  private int pageSize() throws IOException {
    int segments = bytes[from + 26] & 0xff;
    if (bytes[from + 4] != 0) {
      return -1;
    }
    if (!fill(HEADER_BYTES + segments)) {
      return HEADER_BYTES + segments; // more than there is: cut short
    }
    int size = HEADER_BYTES + segments;
    for (int i = 0; i < segments; i++) {
      size += bytes[from + HEADER_BYTES + i] & 0xff;
    }
    return size;
  }

  private boolean isWhole(int size) throws IOException {
    return fill(size) && crc(size) == little(22);
  }

  /// Notes a good page; a page that begins another link stays where it is.
  private boolean pass(int size) {
    int flags = bytes[from + 5];
    boolean begins = (flags & 2) != 0;
    if (begins && sawData) {
      linkEnded = true;
      return false;
    }
    sawData |= !begins;
    int serial = little(14);
    int number = little(18);
    Integer last = lastNumbers.get(serial);
    if (last != null || lastNumbers.size() < MOST_STREAMS) {
      lastNumbers.put(serial, number);
      ends.put(serial, (flags & 4) != 0);
    }
    int segments = bytes[from + 26] & 0xff;
    boolean finished = segments > 0 && (bytes[from + 26 + segments] & 0xff) < 255;
    long granule = (little(6) & 0xffff_ffffL) | ((long) little(10) << 32);
    boolean afterLoss = last != null && number != last + 1;
    pages.add(new Page(linkPosition, serial, granule, finished, afterLoss));
    pageBytes = size;
    return true;
  }

  private boolean startsPage(int at) {
    return at + 4 <= to
        && bytes[at] == 'O'
        && bytes[at + 1] == 'g'
        && bytes[at + 2] == 'g'
        && bytes[at + 3] == 'S';
  }

  /// Where `OggS` stands next, at or after a place; else the end of what is known, less what may be
  /// its beginning.
  private int nextCapture(int at) {
    for (int i = at; i < to; i++) {
      if (bytes[i] == 'O' && (startsPage(i) || (i + 4 > to && !sourceEnded))) {
        return i;
      }
    }
    return to;
  }

  /// Makes sure that so many bytes follow `from`; false where the file ends before.
  private boolean fill(int count) throws IOException {
    if (to - from >= count) {
      return true;
    }
    if (from + count > bytes.length) {
      System.arraycopy(bytes, from, bytes, 0, to - from);
      to -= from;
      from = 0;
    }
    while (to - from < count && !sourceEnded) {
      int n = source.read(bytes, to, bytes.length - to);
      if (n < 1) {
        sourceEnded = true;
      } else {
        to += n;
      }
    }
    return to - from >= count;
  }

  private int little(int offset) {
    int at = from + offset;
    return (bytes[at] & 0xff)
        | (bytes[at + 1] & 0xff) << 8
        | (bytes[at + 2] & 0xff) << 16
        | (bytes[at + 3] & 0xff) << 24;
  }

  /// CRC-32 with the polynomial 0x04c11db7, not reflected, its own field taken as 0.
  private int crc(int size) {
    int crc = 0;
    for (int i = 0; i < size; i++) {
      int octet = i >= 22 && i < 26 ? 0 : bytes[from + i] & 0xff;
      crc = (crc << 8) ^ CRC[(crc >>> 24) ^ octet];
    }
    return crc;
  }

  private static int[] crcTable() {
    var table = new int[256];
    for (int i = 0; i < 256; i++) {
      int crc = i << 24;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc << 1) ^ (crc < 0 ? 0x04c1_1db7 : 0);
      }
      table[i] = crc;
    }
    return table;
  }
}

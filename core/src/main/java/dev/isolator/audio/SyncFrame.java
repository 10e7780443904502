package dev.isolator.audio;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AC3;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_DTS;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_EAC3;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MP1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MP2;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MP3;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// How many bytes a frame of compressed sound is long, by its own header. Codecs whose frames begin
/// with a sync word are stored one frame behind the other, without any container's lengths.
///
/// Source: ISO/IEC 11172-3, 2.4.2.3 and 13818-3, 2.4.2.3 (MPEG audio header); ATSC A/52:2018, 5.4.1
/// (AC-3 `frmsizecod`), E.2.3.1.3 (E-AC-3 `frmsiz`); ETSI TS 102 114, 5.3.1 (DTS `FSIZE`).
final class SyncFrame {
  /// Where no header stands, or one that does not tell.
  static final int UNKNOWN = -1;

  /// Bytes that a header has at most, as far as it is read here.
  static final int HEADER_BYTES = 8;

  // kbit/s by index: MPEG 1 layers I, II, III; MPEG 2 layer I; MPEG 2 layers II and III
  private static final int[][] MPEG_KILOBITS = {
    {0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448},
    {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},
    {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
    {0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256},
    {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}
  };
  private static final int[] MPEG_RATES = {44_100, 48_000, 32_000};
  private static final int[] AC3_KILOBITS = {
    32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640
  };
  private static final int DTS_SYNC = 0x7ffe_8001;

  private SyncFrame() {}

  /// Whether a codec's frames are known here.
  ///
  /// @param codec FFmpeg's number
  static boolean isKnown(int codec) {
    return codec == AV_CODEC_ID_MP1
        || codec == AV_CODEC_ID_MP2
        || codec == AV_CODEC_ID_MP3
        || codec == AV_CODEC_ID_AC3
        || codec == AV_CODEC_ID_EAC3
        || codec == AV_CODEC_ID_DTS;
  }

  /// Bytes of the frame that begins at a place, or [#UNKNOWN].
  ///
  /// @param codec FFmpeg's number
  static int bytes(int codec, ByteBuffer in, int at) {
    if (at < 0 || in.limit() - at < HEADER_BYTES) {
      return UNKNOWN;
    }
    in.order(ByteOrder.BIG_ENDIAN);
    if (codec == AV_CODEC_ID_MP1 || codec == AV_CODEC_ID_MP2 || codec == AV_CODEC_ID_MP3) {
      return mpeg(in.getInt(at));
    }
    if (codec == AV_CODEC_ID_AC3 || codec == AV_CODEC_ID_EAC3) {
      return dolby(in, at);
    }
    return codec == AV_CODEC_ID_DTS ? dts(in, at) : UNKNOWN;
  }

  /// What stays the same in the headers of a stream: of MPEG audio version, layer, sample rate and
  /// whether it is mono; of AC-3 and E-AC-3 the kind of bit stream.
  ///
  /// @param codec FFmpeg's number
  static int kind(int codec, ByteBuffer in, int at) {
    in.order(ByteOrder.BIG_ENDIAN);
    if (codec == AV_CODEC_ID_AC3 || codec == AV_CODEC_ID_EAC3) {
      return in.get(at + 5) >> 3 & 31;
    }
    if (codec == AV_CODEC_ID_DTS) {
      return 0;
    }
    int header = in.getInt(at);
    boolean mono = (header >> 6 & 3) == 3;
    return (header & 0xfffe_0c00) | (mono ? 1 : 0);
  }

  /// Whether it is a header of MPEG audio in *free format*: of a bit rate that no table has, which
  /// FFmpeg does not read.
  static boolean isFreeFormat(int header) {
    return isMpeg(header) && (header >> 12 & 15) == 0;
  }

  private static boolean isMpeg(int header) {
    boolean reserved =
        (header >> 19 & 3) == 1
            || (header >> 17 & 3) == 0
            || (header >> 12 & 15) == 15
            || (header >> 10 & 3) == 3;
    return (header & 0xffe0_0000) == 0xffe0_0000 && !reserved;
  }

  private static int mpeg(int header) {
    if (!isMpeg(header) || isFreeFormat(header)) {
      return UNKNOWN;
    }
    int version = header >> 19 & 3; // 3 = MPEG 1, 2 = MPEG 2, 0 = MPEG 2.5
    int layer = 4 - (header >> 17 & 3);
    int table = version == 3 ? layer - 1 : layer == 1 ? 3 : 4;
    int bitRate = 1000 * MPEG_KILOBITS[table][header >> 12 & 15];
    int rate = MPEG_RATES[header >> 10 & 3] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
    int padding = header >> 9 & 1;
    if (layer == 1) {
      return (12 * bitRate / rate + padding) * 4;
    }
    boolean half = layer == 3 && version != 3; // 576 samples
    return (half ? 72 : 144) * bitRate / rate + padding;
  }

  private static int dolby(ByteBuffer in, int at) {
    if (in.getShort(at) != 0x0b77) {
      return UNKNOWN;
    }
    int kind = in.get(at + 5) >> 3 & 31; // bsid
    if (kind > 10) {
      return 2 * ((in.getShort(at + 2) & 0x7ff) + 1);
    }
    int rate = in.get(at + 4) >> 6 & 3;
    int code = in.get(at + 4) & 63;
    if (rate == 3 || code >= 2 * AC3_KILOBITS.length) {
      return UNKNOWN;
    }
    int kilobits = AC3_KILOBITS[code / 2];
    return switch (rate) {
      case 0 -> 4 * kilobits; // 48 kHz: 1536 samples are 32 ms
      case 1 -> 2 * (kilobits * 96_000 / 44_100 + (code & 1));
      default -> 6 * kilobits; // 32 kHz
    };
  }

  private static int dts(ByteBuffer in, int at) {
    if (in.getInt(at) != DTS_SYNC) {
      return UNKNOWN;
    }
    return ((in.getInt(at + 4) >> 4) & 0x3fff) + 1; // 14 bits behind FTYPE, SHORT, CPF, NBLKS
  }
}

package dev.isolator.audio;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AC3;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_DTS;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_EAC3;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MP3;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Lengths against the formulas of the standards, and those that real files go by.
class SyncFrameTest {
  private static int bytes(int codec, String hex) {
    return SyncFrame.bytes(codec, ByteBuffer.wrap(HexFormat.of().parseHex(hex)), 0);
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource({
    "fffb9064, 417, MPEG 1 layer III 128 kbit/s 44.1 kHz",
    "fffb9264, 418, the same padded",
    "fffbe064, 1044, 320 kbit/s",
    "fff38464, 192, MPEG 2 layer III 64 kbit/s 24 kHz",
    "ffe31864, 72, MPEG 2.5 layer III 8 kbit/s 8 kHz",
    "fffde404, 1152, layer II 384 kbit/s 48 kHz",
    "fffec804, 576, layer I 384 kbit/s 32 kHz",
    "ffff9004, 312, layer I 288 kbit/s 44.1 kHz: slots of 4 bytes",
    "fff54064, 208, MPEG 2 layer II 32 kbit/s 22.05 kHz"
  })
  void anMpegFrameIsAsLongAsItsBitRateSays(String header, int expected, String what) {
    assertEquals(expected, bytes(AV_CODEC_ID_MP3, header + "00000000"), what);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "00000000, nothing",
    "ffeb9064, reserved version",
    "fff99064, reserved layer",
    "fffbf064, reserved bit rate",
    "fffb9c64, reserved sample rate",
    "fffb0064, free format"
  })
  void whatIsNoHeaderHasNoLength(String header, String what) {
    assertEquals(SyncFrame.UNKNOWN, bytes(AV_CODEC_ID_MP3, header + "00000000"), what);
  }

  @Test
  void aHeaderThatIsCutOffHasNoLength() {
    assertEquals(SyncFrame.UNKNOWN, bytes(AV_CODEC_ID_MP3, "fffb9064000000"));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource({
    "0b77000014404000, 768, 192 kbit/s 48 kHz",
    "0b77000054404000, 834, 192 kbit/s 44.1 kHz",
    "0b77000055404000, 836, 192 kbit/s 44.1 kHz padded",
    "0b77000094404000, 1152, 192 kbit/s 32 kHz"
  })
  void anAc3FrameIsAsLongAsItsTableSays(String header, int expected, String what) {
    assertEquals(expected, bytes(AV_CODEC_ID_AC3, header), what);
  }

  @Test
  void otherCodecsSayTheirLengthThemselves() {
    assertEquals(836, bytes(AV_CODEC_ID_EAC3, "0b7701a13f860000")); // 0x1a1 words and one more
    assertEquals(2048, bytes(AV_CODEC_ID_DTS, "7ffe8001fc3c7ff0"));
  }
}

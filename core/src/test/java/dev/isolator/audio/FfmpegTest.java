package dev.isolator.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FfmpegTest {

  @ParameterizedTest(name = "{0} channels")
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void usualLayoutsSurviveTheWayThroughFfmpeg(int channels) {
    var layout = ChannelLayout.ofCount(channels);

    assertEquals(layout, throughFfmpeg(layout));
  }

  @Test
  void channelsOutOfWaveOrderStayInTheirOrder() {
    var layout =
        new ChannelLayout(List.of(Speaker.FRONT_RIGHT, Speaker.FRONT_LEFT, Speaker.UNKNOWN));

    assertEquals(0, Ffmpeg.mask(layout));
    assertEquals(layout, throughFfmpeg(layout));
  }

  @Test
  void channelsOfNoStatedPlaceGetTheUsualLayout() {
    Ffmpeg.load();
    try (var unspecified = new AVChannelLayout()) {
      unspecified.order(avutil.AV_CHANNEL_ORDER_UNSPEC);
      unspecified.nb_channels(2);

      assertEquals(ChannelLayout.STEREO, Ffmpeg.layout(unspecified));
    }
  }

  @Test
  void errorCodesHaveWords() {
    Ffmpeg.load();

    assertEquals(
        "Invalid data found when processing input", Ffmpeg.text(avutil.AVERROR_INVALIDDATA()));
  }

  private static ChannelLayout throughFfmpeg(ChannelLayout layout) {
    Ffmpeg.load();
    try (var there = new AVChannelLayout()) {
      Ffmpeg.layout(layout, there);
      var back = Ffmpeg.layout(there);
      avutil.av_channel_layout_uninit(there);
      return back;
    }
  }
}

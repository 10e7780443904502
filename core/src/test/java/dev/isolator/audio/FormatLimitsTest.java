package dev.isolator.audio;

import static dev.isolator.audio.Speaker.BACK_CENTRE;
import static dev.isolator.audio.Speaker.FRONT_CENTRE;
import static dev.isolator.audio.Speaker.FRONT_LEFT;
import static dev.isolator.audio.Speaker.FRONT_RIGHT;
import static dev.isolator.audio.Speaker.LFE;
import static dev.isolator.audio.Speaker.SIDE_LEFT;
import static dev.isolator.audio.Speaker.SIDE_RIGHT;
import static dev.isolator.audio.Speaker.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.audio.OutputFormat.Container;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatLimitsTest {

  @ParameterizedTest
  @CsvSource({
    "WAV,12345,12345", "FLAC,65535,65535", "FLAC,88200,88200", "FLAC,88203,88200",
    "MP3,44100,44100", "MP3,9000,11025", "MP3,45000,48000", "MP3,88200,44100",
    "MP3,96000,48000", "MP3,176400,44100", "M4A,88200,88200", "M4A,176400,88200",
    "M4A,192000,96000", "OPUS,44100,48000", "OPUS,8000,48000",
  })
  void rateIsTheNearestThatIsLegal(Container container, int rate, int written) {
    assertEquals(written, FormatLimits.rate(container, rate));
  }

  @ParameterizedTest
  @CsvSource({
    "MP3,0,44100,2,0", "MP3,320,44100,2,320", "MP3,300,44100,2,320", "MP3,8,44100,2,32",
    "MP3,320,22050,2,160", "MP3,320,8000,2,64", "M4A,0,44100,2,256", "M4A,0,44100,1,128",
    "M4A,0,8000,1,48", "M4A,512,44100,2,512", "OPUS,0,48000,2,192", "OPUS,0,48000,8,768",
    "OPUS,512,48000,1,256", "OPUS,1,48000,1,6",
  })
  void bitRateIsTheNearestThatIsLegal(
      Container container, int wanted, int rate, int channels, int written) {
    assertEquals(written, FormatLimits.kbps(container, wanted, rate, channels));
  }

  @Test
  void surroundGoesToStereoWithoutGoingOver() {
    var fit = FormatLimits.channels(Container.MP3, ChannelLayout.ofCount(6));

    assertEquals(ChannelLayout.STEREO, fit.to());
    assertTrue(fit.isMixedDown());
    // FL + 0.7071 FC + 0.7071 BL, over their sum
    float one = (float) (1 / (1 + Math.sqrt(2)));
    float down = (float) (Math.sqrt(0.5) / (1 + Math.sqrt(2)));
    assertArrayEquals(new float[] {one, 0, down, 0, down, 0}, fit.weights()[0]);
    assertArrayEquals(new float[] {0, one, down, 0, 0, down}, fit.weights()[1]);
  }

  @Test
  void sideSpeakersBecomeBackSpeakers() {
    var side =
        new ChannelLayout(
            List.of(FRONT_LEFT, FRONT_RIGHT, FRONT_CENTRE, LFE, SIDE_LEFT, SIDE_RIGHT));

    var fit = FormatLimits.channels(Container.OPUS, side);

    assertEquals(ChannelLayout.ofCount(6), fit.to());
    assertTrue(fit.isStraight());
  }

  @Test
  void layoutThatIsMissingIsSpreadOverTheNextLarger() {
    var twoPointOne = new ChannelLayout(List.of(FRONT_LEFT, FRONT_RIGHT, LFE));

    var fit = FormatLimits.channels(Container.OPUS, twoPointOne);

    assertEquals(ChannelLayout.ofCount(6), fit.to());
    assertFalse(fit.isMixedDown());
    var out = new float[6][1];
    fit.apply(new float[][] {{1}, {2}, {3}}, out, 1);
    assertArrayEquals(new float[][] {{1}, {2}, {0}, {3}, {0}, {0}}, out);
  }

  @Test
  void channelsThatAreOutOfOrderArePutInOrder() {
    var film = new ChannelLayout(List.of(FRONT_LEFT, FRONT_CENTRE, FRONT_RIGHT));

    var fit = FormatLimits.channels(Container.OPUS, film);

    var out = new float[3][1];
    fit.apply(new float[][] {{1}, {2}, {3}}, out, 1);
    assertEquals(ChannelLayout.ofCount(3), fit.to());
    assertArrayEquals(new float[][] {{1}, {3}, {2}}, out);
  }

  @Test
  void oddLayoutsOfEveryFormatAreWrittenAndRead(
      @org.junit.jupiter.api.io.TempDir java.nio.file.Path folder) throws Exception {
    var layouts =
        List.of(
            new ChannelLayout(List.of(FRONT_LEFT)),
            new ChannelLayout(List.of(UNKNOWN, UNKNOWN)),
            new ChannelLayout(List.of(FRONT_LEFT, FRONT_RIGHT, LFE)),
            new ChannelLayout(List.of(FRONT_LEFT, FRONT_CENTRE, FRONT_RIGHT)),
            new ChannelLayout(List.of(FRONT_LEFT, FRONT_RIGHT, FRONT_CENTRE, BACK_CENTRE)),
            new ChannelLayout(List.of(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN)),
            new ChannelLayout(
                List.of(FRONT_LEFT, FRONT_RIGHT, FRONT_CENTRE, LFE, SIDE_LEFT, SIDE_RIGHT)),
            ChannelLayout.ofCount(3),
            ChannelLayout.ofCount(4),
            ChannelLayout.ofCount(5),
            ChannelLayout.ofCount(7));
    for (var container : Container.values()) {
      if (container.holdsAllStems()) {
        continue;
      }
      for (var layout : layouts) {
        var what = container + " " + layout;
        var file = folder.resolve("odd." + container.extension());
        var encoder =
            SoundFile.write(
                file,
                new OutputFormat(container, SampleDepth.S16, 0),
                48000,
                layout,
                Tags.NONE,
                SoundFile.tones(layout.count(), 4801, 48000),
                1000);

        var back = SoundFile.read(file);

        assertEquals(encoder.layout().count(), back.samples().length, what);
        assertEquals(4801, back.frames(), what);
      }
    }
  }
}

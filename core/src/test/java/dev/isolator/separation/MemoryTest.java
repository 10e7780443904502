package dev.isolator.separation;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioInfo;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.audio.Gapless;
import dev.isolator.audio.SampleDepth;
import dev.isolator.conditioning.AnalysisOptions;
import dev.isolator.mask.Masking;
import dev.isolator.mask.VoiceGating;
import dev.isolator.model.Accelerator;
import dev.isolator.model.Contract;
import dev.isolator.model.Grid;
import dev.isolator.model.ModelCard;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.Reach;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a song needs is known before any of it is taken.
class MemoryTest {
  private static final long MB = 1L << 20;

  private static SeparationEngine engine(int wienerIterations) throws Exception {
    var model = ModelCatalogue.open().find("studio-4").open(1, Accelerator.CPU);
    return SeparationEngine.of(model, Masking.soft().withWienerIterations(wienerIterations), 1);
  }

  private static AudioInfo song(int sampleRate, int channels) {
    return new AudioInfo(
        "song.wav",
        "wav",
        "pcm_s16le",
        sampleRate,
        ChannelLayout.ofCount(channels),
        SampleDepth.S16,
        false,
        -1,
        Gapless.EXACT);
  }

  @Test
  void songThatNeedsTooMuchIsToldWhatWouldHelp() throws Exception {
    try (var engine = engine(2)) {
      var e =
          assertThrows(AudioException.class, () -> engine.checkMemory(song(192_000, 8), 1000 * MB));

      assertEquals(
          "song.wav: needs about 1373 MB of memory (8 channels at 192000 Hz, 4 stems, the Wiener"
              + " filter), Java may use 1000 MB; leave the filter off (wiener), or give Java more"
              + " (-Xmx1792m)",
          e.getMessage());
      assertEquals(AudioException.Kind.LIMIT, e.kind());
    }
  }

  @Test
  void filterIsNotBlamedWhereItIsOffOrDoesNotDecide() throws Exception {
    try (var engine = engine(0)) {
      var e =
          assertThrows(AudioException.class, () -> engine.checkMemory(song(192_000, 8), 100 * MB));

      assertEquals(
          "song.wav: needs about 375 MB of memory (8 channels at 192000 Hz, 4 stems), Java may use"
              + " 100 MB; give Java more (-Xmx768m)",
          e.getMessage());
    }
    try (var engine = engine(1)) {
      var e =
          assertThrows(AudioException.class, () -> engine.checkMemory(song(192_000, 8), 100 * MB));

      assertEquals(
          "song.wav: needs about 1373 MB of memory (8 channels at 192000 Hz, 4 stems, the Wiener"
              + " filter), Java may use 100 MB; give Java more (-Xmx1792m)",
          e.getMessage());
    }
  }

  @Test
  void usualSongFitsInLittle() throws Exception {
    try (var engine = engine(0)) {
      assertDoesNotThrow(() -> engine.checkMemory(song(44_100, 2), 64 * MB));
    }
  }

  /// Stems wait for the voice model, which is not opened to find out how many.
  @Test
  void stemsThatWaitForTheGateAreCounted() throws Exception {
    var grid = new Grid(44_100, 4096, 1024, "hann-periodic");
    var card =
        new ModelCard(
            "voice",
            "1",
            "voice",
            List.of(),
            new Contract.Voice(grid, new Reach(100, 100, 1), 768),
            new ModelCard.Provenance(0, "none", List.of(), List.of(), ""),
            "",
            "",
            "");
    try (var voice =
            VoiceDetector.of(
                card,
                () -> {
                  throw new IllegalStateException("opened");
                },
                1);
        var gated = engine(voice, VoiceGating.ON);
        var listening = engine(voice, VoiceGating.OFF)) {
      assertThrows(AudioException.class, () -> gated.checkMemory(song(44_100, 2), 64 * MB));
      assertDoesNotThrow(() -> gated.checkMemory(song(44_100, 2), 160 * MB));
      assertDoesNotThrow(() -> listening.checkMemory(song(44_100, 2), 64 * MB));
    }
  }

  private static SeparationEngine engine(VoiceDetector voice, VoiceGating gating) throws Exception {
    var model = ModelCatalogue.open().find("studio-4").open(1, Accelerator.CPU);
    var masking = Masking.soft().withVoiceGating(gating);
    return SeparationEngine.of(model, AnalysisOptions.asItIs(), masking, voice, 1);
  }
}

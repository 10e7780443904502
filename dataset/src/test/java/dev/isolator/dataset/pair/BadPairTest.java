package dev.isolator.dataset.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.isolator.dataset.recording.Recording;
import dev.isolator.dataset.recording.RecordingFile;
import dev.isolator.dataset.recording.SampleRateConversion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever people take for a pair: it is judged with its reason, and a rejected one leaves no
/// sound.
class BadPairTest {
  private static final int RATE = Songs.RATE;
  private static final double SECONDS = 30;

  private static final String FITS =
      "100 % of the sung windows are in phase, the voice goes down by 60.0 dB (from coherence)";

  @TempDir Path folder = Path.of("");

  private final float[] voice = Songs.voice(1, SECONDS);
  private final float[] band = Songs.band(2, SECONDS);

  private void expect(Recording mix, Recording vocals, Verdict verdict, String... reasons)
      throws IOException {
    RecordingFile.writeWav(folder.resolve("song.wav"), mix);
    RecordingFile.writeWav(folder.resolve("voice.wav"), vocals);
    Path out = folder.resolve("pair");

    var found =
        new PairBuilder(Thresholds.defaults())
            .build(
                folder.resolve("song.wav"),
                folder.resolve("voice.wav"),
                PairBuilder.Part.VOCALS,
                out);

    assertEquals(List.of(reasons), found.reasons().subList(0, reasons.length));
    assertEquals(verdict, found.verdict());
    assertEquals(verdict != Verdict.REJECT, Files.exists(out.resolve("vocals.wav")));
    assertEquals(verdict != Verdict.REJECT, Files.exists(out.resolve("instrumental.wav")));
  }

  private Recording mix() {
    return Songs.mono(Songs.sum(voice, band));
  }

  @Test
  void vocalsOfAnotherPartOfTheSongDoNotOverlap() throws IOException {
    float[] whole = Songs.voice(1, 2 * SECONDS);
    expect(
        mix(),
        Songs.mono(Songs.from(whole, ((int) SECONDS + 2) * RATE)),
        Verdict.REJECT,
        "no part of the vocals was found in the mix: another song, or no overlap");
  }

  @Test
  void silentVocals() throws IOException {
    expect(
        mix(),
        Songs.mono(new float[voice.length]),
        Verdict.REJECT,
        "the vocals are silent (peak -200.0 dBFS)");
  }

  @Test
  void vocalsOfAnotherSong() throws IOException {
    expect(
        mix(),
        Songs.mono(Songs.voice(77, SECONDS)),
        Verdict.REJECT,
        "no part of the vocals was found in the mix: another song, or no overlap");
  }

  @Test
  void vocalsSungAgain() throws IOException {
    expect(
        mix(),
        Songs.mono(Songs.take(1, SECONDS, 1.004, 6.1)),
        Verdict.REJECT,
        "onsets agree, but phases do not: the vocals are of another take or a live version");
  }

  @Test
  void monoVocalsThatAreWideInTheMix() throws IOException {
    float[] late = Arrays.copyOf(Songs.from(voice, 400), voice.length);
    var wide = new Recording(new float[][] {Songs.sum(voice, band), Songs.sum(late, band)}, RATE);
    expect(
        wide,
        Songs.mono(voice),
        Verdict.REVIEW,
        "the voice goes down by 7.4 dB (from coherence)",
        "the vocals are mono, and in the stereo mix they are not");
  }

  @Test
  void monoVocalsInTheMiddleOfAStereoMixFit() throws IOException {
    float[] other = Songs.band(3, SECONDS);
    var stereo =
        new Recording(new float[][] {Songs.sum(voice, band), Songs.sum(voice, other)}, RATE);
    expect(stereo, Songs.mono(voice), Verdict.ACCEPT, FITS);
  }

  @Test
  void stereoVocalsOfAMonoMixFit() throws IOException {
    expect(
        mix(),
        new Recording(new float[][] {voice, voice}, RATE),
        Verdict.ACCEPT,
        FITS,
        "the vocal track was mixed down to the mix's one channel");
  }

  @Test
  void vocalsAtAnotherRateAreConvertedAndLookedAt() throws IOException {
    expect(
        mix(),
        SampleRateConversion.to(22_050, Songs.mono(voice)),
        Verdict.REVIEW,
        FITS,
        "the vocal track was resampled from 22050 to the mix's 16000 Hz");
  }

  @Test
  void halfOfTheVocals() throws IOException {
    expect(
        mix(),
        Songs.mono(Arrays.copyOf(voice, voice.length / 2)),
        Verdict.REJECT,
        "the vocals cover 50 % of the mix, expected at least 60 %: the rest of the instrumental might hold a voice");
  }

  @Test
  void clippedVocals() throws IOException {
    float[] clipped = voice.clone();
    for (int i = 0; i < clipped.length; i++) {
      clipped[i] = Math.clamp(clipped[i], -0.1f, 0.1f);
    }
    expect(mix(), Songs.mono(clipped), Verdict.REJECT, "38.10 % of the vocals is clipped");
  }
}

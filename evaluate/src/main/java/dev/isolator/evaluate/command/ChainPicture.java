package dev.isolator.evaluate.command;

import dev.isolator.Separator;
import dev.isolator.SeparatorOptions;
import dev.isolator.audio.AudioException;
import dev.isolator.chain.Chain;
import dev.isolator.chain.Stage;
import dev.isolator.conditioning.LevelGain;
import dev.isolator.conditioning.NoiseFloor;
import dev.isolator.conditioning.Normalisation;
import dev.isolator.conditioning.SpectrumConditioner;
import dev.isolator.evaluate.metric.Pcm16;
import dev.isolator.evaluate.plot.ChainChart;
import dev.isolator.evaluate.plot.ChainChart.Row;
import dev.isolator.model.ModelException;
import dev.isolator.spectrum.AnalysisGrid;
import dev.isolator.spectrum.RealFft;
import dev.isolator.spectrum.Stft;
import dev.isolator.voice.VoiceTimeline;
import dev.isolator.voice.VoiceTracker;
import java.util.ArrayList;
import java.util.List;

/// The rows of `isolator plot chain`. Steps before the network are drawn by their own classes; for
/// those behind it the song is separated by the chain up to each step, so a row shows what comes
/// out if the chain ended there.
final class ChainPicture {
  private static final int FFT_LENGTH = 1024;
  private static final int HOP_LENGTH = 256;
  private static final int RATE = 22_050;

  private final Chain chain;
  private final SeparatorOptions options;
  private final Pcm16 sound;
  private final AnalysisGrid grid;
  private final double frameSeconds;
  private final double seconds;

  /// @param options with the model of a chain that names none
  ChainPicture(Chain chain, SeparatorOptions options, Pcm16 sound) {
    this.chain = chain;
    this.options = options;
    this.sound = sound;
    this.grid = AnalysisGrid.of(RATE, FFT_LENGTH, HOP_LENGTH, sound.sampleRate());
    this.frameSeconds = (double) grid.hopLength() / sound.sampleRate();
    this.seconds = (double) sound.frames() / sound.sampleRate();
  }

  /// The song, then one row for each step of the chain.
  List<Row> rows() throws AudioException, ModelException {
    var rows = new ArrayList<Row>();
    rows.add(new ChainChart.Spectrum("song", sound));
    for (Stage stage : chain.stages()) {
      String name = stage.kind().word();
      rows.add(
          switch (stage) {
            case Stage.Conditioning(var settings) ->
                new ChainChart.Spectrum(name, conditioned(settings));
            case Stage.Level(var settings) ->
                new ChainChart.Lines(
                    name + ", dBFS", levels(settings), -60, 0, new VoiceTimeline(List.of()));
            case Stage.Framing _ -> spectra(name);
            case Stage.Cepstra _ -> cepstra(name);
            case Stage.VoiceActivity _ -> voice(name);
            case Stage.Similarity _,
                Stage.Shaping _,
                Stage.Restoration _,
                Stage.Phase _,
                Stage.IslandRemoval _ -> {
              Pcm16[] stems = separated(stage.kind());
              yield new ChainChart.Share(name, stems[0], stems[1]);
            }
            case Stage.Subtraction _ -> new ChainChart.Spectrum(name, separated(stage.kind())[1]);
            case Stage.Rendering _ -> new ChainChart.Spectrum(name, separated(stage.kind())[0]);
          });
    }
    return rows;
  }

  private Pcm16[] separated(Stage.Kind last) throws AudioException, ModelException {
    try (var separator = Separator.open(options.withChain(chain.upTo(last)))) {
      return InMemorySeparation.of(separator, sound);
    }
  }

  private Pcm16 conditioned(dev.isolator.conditioning.Conditioning settings) {
    var stft = new Stft(grid);
    var conditioner = new SpectrumConditioner(settings, grid.fftLength(), grid.sampleRate());
    float[][] channels = sound.toFloat();
    for (int channel = 0; channel < channels.length; channel++) {
      float[][] spectra = stft.forward(channels[channel]);
      var noise =
          new NoiseFloor(
              settings.denoiseDb(), grid.fftLength(), grid.sampleRate(), frameSeconds, 1);
      for (int t = 0; t < spectra.length; t++) {
        conditioner.apply(spectra[t]);
        if (settings.denoiseDb() > 0) {
          noise.add(new float[][] {spectra[t]});
          noise.suppress(t, spectra[t]);
        }
      }
      channels[channel] = stft.inverse(spectra, channels[channel].length);
    }
    return Pcm16.quantise(channels, sound.sampleRate());
  }

  /// Root mean square around each frame, as it is and as the network hears it.
  private double[][][] levels(Normalisation settings) {
    float[][] channels = sound.toFloat();
    int frames = Math.ceilDiv(sound.frames(), grid.hopLength());
    var level = new LevelGain(settings, frameSeconds, frames);
    var squares = new double[frames];
    for (int t = 0; t < frames; t++) {
      int from = t * grid.hopLength();
      int to = Math.min(sound.frames(), from + grid.hopLength());
      for (float[] channel : channels) {
        for (int i = from; i < to; i++) {
          squares[t] += (double) channel[i] * channel[i] / ((to - from) * channels.length);
        }
      }
      level.add(squares[t]);
    }
    var lines = new double[2][frames][2];
    for (int t = 0; t < frames; t++) {
      double own = 10 * Math.log10(squares[t] + 1e-12);
      lines[0][t] = new double[] {t * frameSeconds, own};
      lines[1][t] = new double[] {t * frameSeconds, own + 20 * Math.log10(level.gain(t))};
    }
    return lines;
  }

  private float[][] monoSpectra() {
    float[][] channels = sound.toFloat();
    var mono = new float[sound.frames()];
    for (float[] channel : channels) {
      for (int i = 0; i < mono.length; i++) {
        mono[i] += channel[i] / channels.length;
      }
    }
    return new Stft(grid).forward(mono);
  }

  private static double logPower(float[] spectrum, int bin) {
    double re = spectrum[2 * bin];
    double im = spectrum[2 * bin + 1];
    return 10 * Math.log10((re * re + im * im) * 16 / ((double) FFT_LENGTH * FFT_LENGTH) + 1e-12);
  }

  private Row spectra(String name) {
    float[][] spectra = monoSpectra();
    int bins = Math.min(grid.bins(), grid.modelBins());
    var values = new double[spectra.length][bins];
    for (int t = 0; t < spectra.length; t++) {
      for (int bin = 0; bin < bins; bin++) {
        values[t][bin] = logPower(spectra[t], bin);
      }
    }
    double top = (double) bins * grid.sampleRate() / grid.fftLength();
    return new ChainChart.Grid(name, values, -90, 0, top, "Hz");
  }

  /// The real cepstrum of each frame, from quefrency 1 to 12 ms.
  private Row cepstra(String name) {
    float[][] spectra = monoSpectra();
    int length = grid.fftLength();
    int quefrencies = Math.min(length / 2, (int) (0.012 * grid.sampleRate()));
    var fft = RealFft.of(length);
    var values = new double[spectra.length][quefrencies];
    var work = new double[length + 2];
    for (int t = 0; t < spectra.length; t++) {
      for (int bin = 0; bin < grid.bins(); bin++) {
        work[2 * bin] = logPower(spectra[t], bin);
        work[2 * bin + 1] = 0;
      }
      fft.inverse(work);
      for (int q = 0; q < quefrencies; q++) {
        values[t][q] = q < 4 ? 0 : Math.abs(work[q]);
      }
    }
    return new ChainChart.Grid(name, values, 0, 3, 1000.0 * quefrencies / grid.sampleRate(), "ms");
  }

  private Row voice(String name) throws AudioException, ModelException {
    var points = new ArrayList<double[]>();
    var shortened = options.withChain(chain.upTo(Stage.Kind.VOICE_ACTIVITY));
    try (var separator = Separator.open(shortened)) {
      var tracker = new VoiceTracker(separator.hysteresis());
      InMemorySeparation.of(
          separator,
          sound,
          (start, end, probability) -> {
            tracker.heard(start, end, probability);
            points.add(new double[] {(start + end) / 2, probability});
          });
      double[][][] line = {points.toArray(double[][]::new)};
      return new ChainChart.Lines(name, line, 0, 1, tracker.timeline(seconds));
    }
  }
}

package dev.isolator.train.data;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.mask.Masking;
import dev.isolator.mask.VoiceGating;
import dev.isolator.model.Accelerator;
import dev.isolator.model.Contract;
import dev.isolator.model.Model;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import dev.isolator.separation.SeparationEngine;
import dev.isolator.spectrum.AnalysisGrid;
import java.util.List;

/// A trained model whose separation of a mix becomes a part of what is learnt: knowledge
/// distillation. The stems of a mix are replaced by `share · estimate + (1 − share) · truth`; their
/// sum, the mix, stays.
///
/// The teacher sees the mix alone, without what lies around it. Where a stem is silent
/// ([ActivityEnvelope]) it is learnt to be silent, whatever the teacher hears there: what the
/// estimates of silent stems hold goes to the other stems, in equal parts. So a mix of one stem
/// alone stays as it is, and costs nothing.
///
/// The same mix gives the same targets, whichever thread asks. Any thread; one at a time is served.
///
/// Source: Hinton, Vinyals and Dean, Distilling the knowledge in a neural network, 2015, section 2:
/// soft targets beside the true ones.
public final class Teacher implements AutoCloseable {
  private final SeparationEngine engine;
  private final double share;

  private Teacher(SeparationEngine engine, double share) {
    this.engine = engine;
    this.share = share;
  }

  /// Opens a model.
  ///
  /// @param name a model with its version, `name-version` or `name@version`, or an `.onnx` file
  /// @param share of its estimates in the targets, 0 to 1
  /// @param stems of the mixes
  /// @param n samples of a mix
  /// @throws ModelException if there is none of that name, it does not open, or separates into
  ///   other stems
  public static Teacher open(String name, double share, List<String> stems, int n)
      throws ModelException {
    var entry = find(ModelCatalogue.open(), name);
    if (!entry.card().stems().equals(stems)) {
      throw new ModelException(
          "teacher %s: expected a model for %s, as the run is for, found one for %s; name another model (isolator models list), or set stems"
              .formatted(name, String.join(", ", stems), String.join(", ", entry.card().stems())));
    }
    var model = open(entry, n);
    var masking = Masking.soft().withVoiceGating(VoiceGating.OFF);
    return new Teacher(SeparationEngine.of(model, masking, 1), share);
  }

  private static ModelCatalogue.Entry find(ModelCatalogue models, String name)
      throws ModelException {
    if (name.endsWith(".onnx")) {
      return models.find(name);
    }
    return models.list().stream()
        .filter(
            entry -> entry.card().versionedName().replace('@', '-').equals(name.replace('@', '-')))
        .findFirst()
        .orElseThrow(
            () ->
                new ModelException(
                    "teacher %s: no model of that name and version; name one as studio-vocals-3 (isolator models list), or an .onnx file"
                        .formatted(name)));
  }

  /// A mix is one chunk of the network, where its size can be chosen.
  private static Model open(ModelCatalogue.Entry entry, int n) throws ModelException {
    if (!(entry.card().contract() instanceof Contract.Chunk(var grid, _, _, _))) {
      return entry.open(1, Accelerator.CPU);
    }
    var analysis =
        AnalysisGrid.of(grid.sampleRate(), grid.fftLength(), grid.hopLength(), PcmFile.SAMPLE_RATE);
    int frames = Math.toIntExact(analysis.framesFor(n));
    return entry.openForSegments(frames, 1, Accelerator.CPU);
  }

  /// The mix with the targets to learn.
  ///
  /// @throws IllegalStateException if the model fails, with the reason
  public Mix targets(Mix mix) {
    float[][][] truth = mix.stems();
    float[][] activity = ActivityEnvelope.of(truth);
    if (!ActivityEnvelope.overlaps(activity)) {
      return mix;
    }
    float[][] mixture = mix.mixture();
    float[][][] error = estimate(mixture);
    if (!mix.partsKnown()) {
      unsplit(error);
    }
    for (int s = 0; s < truth.length; s++) {
      addTo(error[s], truth[s], -1);
    }
    int n = mixture[0].length;
    var targets = new float[truth.length][2][n];
    for (int c = 0; c < 2; c++) {
      for (int i = 0; i < n; i++) {
        double active = 0;
        double left = 0; // of the errors of silent stems; all errors sum to zero
        for (int s = 0; s < truth.length; s++) {
          active += activity[s][i];
          left += (1 - activity[s][i]) * error[s][c][i];
        }
        double each = active > 0 ? left / active : 0;
        for (int s = 0; s < truth.length; s++) {
          double change = activity[s][i] * (error[s][c][i] + each);
          targets[s][c][i] = (float) (truth[s][c][i] + share * change);
        }
      }
    }
    return new Mix(targets, mix.partsKnown());
  }

  /// `[stems][2][n]`.
  private synchronized float[][][] estimate(float[][] mixture) {
    int n = mixture[0].length;
    var stems = new float[engine.model().card().stems().size()][2][n];
    var at = new int[1];
    try (var song =
        engine.begin(
            PcmFile.SAMPLE_RATE,
            ChannelLayout.STEREO,
            (block, _, frames) -> {
              for (int s = 0; s < stems.length; s++) {
                for (int c = 0; c < 2; c++) {
                  System.arraycopy(block[s][c], 0, stems[s][c], at[0], frames);
                }
              }
              at[0] += frames;
            })) {
      song.write(mixture, n);
      song.finish();
    } catch (ModelException | AudioException e) {
      throw new IllegalStateException("the teacher failed: " + e.getMessage(), e);
    }
    return stems;
  }

  /// Lays the estimates of an accompaniment's parts together as its own sound is: see
  /// [Mix#partsKnown()].
  private static void unsplit(float[][][] stems) {
    for (int s = 2; s < stems.length; s++) {
      addTo(stems[1], stems[s], 1);
      stems[s] = new float[2][stems[s][0].length];
    }
  }

  private static void addTo(float[][] into, float[][] stem, float gain) {
    for (int c = 0; c < 2; c++) {
      for (int i = 0; i < stem[c].length; i++) {
        into[c][i] += gain * stem[c][i];
      }
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}

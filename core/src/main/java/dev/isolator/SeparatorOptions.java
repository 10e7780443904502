package dev.isolator;

import dev.isolator.audio.DecodeLimits;
import dev.isolator.audio.SoundTrack;
import dev.isolator.chain.Chain;
import dev.isolator.conditioning.AnalysisOptions;
import dev.isolator.mask.Masking;
import dev.isolator.mask.VoiceGating;
import dev.isolator.model.Accelerator;
import dev.isolator.model.Ensemble;
import dev.isolator.model.Precision;

/// How songs are taken apart.
///
/// @param model a model's name, `name@version` or `.onnx` file; empty = the default model. Also
///   several models together: an ensemble's name, its `.yaml` file, or a text such as `a,b:2`
///   ([Ensemble])
/// @param voiceModel what says where somebody sings: the name or `.onnx` file of a model that says
///   nothing else, or [#OWN_VOICE]; empty, the default = the built-in one ([ModelCatalogue#VOICE]),
///   where it is there
/// @param threads of the network, 1 to 256; 0 = as many as there are processors
/// @param accelerator where the network runs; default [Accelerator#AUTO]
/// @param precision of a network on the processor; default [Precision#AUTO]
/// @param analysis how the song is prepared for the network; default not at all
/// @param masking what is done to the masks; default soft
/// @param track which of a file's sound tracks is taken; default the one that the file marks so
/// @param limits what songs are refused; default generous
public record SeparatorOptions(
    String model,
    String voiceModel,
    int threads,
    Accelerator accelerator,
    Precision precision,
    AnalysisOptions analysis,
    Masking masking,
    SoundTrack track,
    DecodeLimits limits) {
  /// As a [#voiceModel]: the model that separates says itself where somebody sings, by an output of
  /// its network, or by the energy of its vocal stem.
  public static final String OWN_VOICE = "own";

  public SeparatorOptions {
    if (threads < 0 || threads > 256) {
      throw new IllegalArgumentException("threads must be from 0 to 256, was " + threads);
    }
  }

  /// The default model on all processors with soft masks.
  public static SeparatorOptions defaults() {
    return new SeparatorOptions(
        "",
        "",
        0,
        Accelerator.AUTO,
        Precision.AUTO,
        AnalysisOptions.asItIs(),
        Masking.soft(),
        SoundTrack.DEFAULT,
        DecodeLimits.defaults());
  }

  /// The threads that 0 stands for, or those that were asked for.
  public int networkThreads() {
    return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }

  public SeparatorOptions withModel(String name) {
    return new SeparatorOptions(
        name, voiceModel, threads, accelerator, precision, analysis, masking, track, limits);
  }

  /// Another model to say where somebody sings, or [#OWN_VOICE].
  public SeparatorOptions withVoiceModel(String name) {
    return new SeparatorOptions(
        model, name, threads, accelerator, precision, analysis, masking, track, limits);
  }

  /// Several models together, in the place of one.
  public SeparatorOptions withEnsemble(Ensemble ensemble) {
    return withModel(ensemble.toString());
  }

  /// The model, or the ensemble, that gives that quality.
  public SeparatorOptions withQuality(Quality quality) {
    return withModel(quality.model());
  }

  public SeparatorOptions withThreads(int count) {
    return new SeparatorOptions(
        model, voiceModel, count, accelerator, precision, analysis, masking, track, limits);
  }

  public SeparatorOptions withAccelerator(Accelerator place) {
    return new SeparatorOptions(
        model, voiceModel, threads, place, precision, analysis, masking, track, limits);
  }

  public SeparatorOptions withPrecision(Precision numbers) {
    return new SeparatorOptions(
        model, voiceModel, threads, accelerator, numbers, analysis, masking, track, limits);
  }

  public SeparatorOptions withMasking(Masking shape) {
    return new SeparatorOptions(
        model, voiceModel, threads, accelerator, precision, analysis, shape, track, limits);
  }

  public SeparatorOptions withAnalysis(AnalysisOptions heard) {
    return new SeparatorOptions(
        model, voiceModel, threads, accelerator, precision, heard, masking, track, limits);
  }

  public SeparatorOptions withLimits(DecodeLimits decoding) {
    return new SeparatorOptions(
        model, voiceModel, threads, accelerator, precision, analysis, masking, track, decoding);
  }

  /// The steps of a chain: the model that it names, else the one that was chosen before, what the
  /// network hears, and what is done to the masks. A chain's voice gate works as its method says,
  /// by the voice of the network itself.
  public SeparatorOptions withChain(Chain chain) {
    boolean gated = chain.masking().voiceGating() == VoiceGating.ON;
    return withModel(chain.model(model))
        .withVoiceModel(gated ? OWN_VOICE : voiceModel)
        .withAnalysis(chain.analysis())
        .withMasking(chain.masking());
  }

  public SeparatorOptions withTrack(SoundTrack choice) {
    return new SeparatorOptions(
        model, voiceModel, threads, accelerator, precision, analysis, masking, choice, limits);
  }
}

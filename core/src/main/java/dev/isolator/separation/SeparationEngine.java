package dev.isolator.separation;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioInfo;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.audio.Counted;
import dev.isolator.audio.DecodeLimits;
import dev.isolator.conditioning.AnalysisOptions;
import dev.isolator.mask.GateSettings;
import dev.isolator.mask.Masking;
import dev.isolator.mask.VoiceGate;
import dev.isolator.mask.VoiceGating;
import dev.isolator.model.Contract;
import dev.isolator.model.EnsembleModel;
import dev.isolator.model.MaskModel;
import dev.isolator.model.Model;
import dev.isolator.model.ModelCard;
import dev.isolator.model.ModelException;
import dev.isolator.model.SegmentModel;
import dev.isolator.model.SongModel;
import dev.isolator.model.VoiceModel;
import dev.isolator.model.VoiceThresholds;
import dev.isolator.voice.VoiceListener;
import dev.isolator.voice.VoiceMedian;
import dev.isolator.voice.VoiceSource;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Samples → stems, with one opened model, whichever of the kinds it is.
///
/// | the model | what separates |
/// |---|---|
/// | [dev.isolator.model.ChunkModel], [dev.isolator.model.FrameModel] | [MaskSeparation] |
/// | [SegmentModel] | [SegmentSeparation] |
/// | [SongModel] | [SongSeparation] |
/// | [EnsembleModel] | [EnsembleSeparation], over those of its members |
///
/// It keeps the model and the threads that transform frames while the network waits; songs come one
/// at a time.
public final class SeparationEngine implements AutoCloseable {
  /// The lowest rate of a song, in Hz: telephones have 8 000, and 6 000 is the lowest that people
  /// were seen to have.
  public static final int MIN_SAMPLE_RATE = DecodeLimits.LOWEST_SAMPLE_RATE;

  /// The highest rate of a song, in Hz: twice what the best converters have.
  public static final int MAX_SAMPLE_RATE = DecodeLimits.HIGHEST_SAMPLE_RATE;

  /// The stem that is the voice.
  static final String VOCALS = "vocals";

  private final Model model;
  private final AnalysisOptions analysis;

  /// Without the voice gate, where the stems go through it.
  private final Masking masking;

  /// How the gate works that the stems go through; null = none: the masks may.
  private final @Nullable GateSettings stemGate;

  private final @Nullable VoiceDetector detector;
  private final Workers workers;

  private SeparationEngine(
      Model model,
      AnalysisOptions analysis,
      Masking masking,
      @Nullable VoiceDetector detector,
      int threads) {
    this.stemGate =
        detector != null && masking.voiceGating() == VoiceGating.ON
            ? gate(detector.card(), masking)
            : null;
    this.model = model;
    this.analysis = analysis;
    this.masking = stemGate == null ? masking : masking.withVoiceGating(VoiceGating.OFF);
    this.detector = detector;
    this.workers = new Workers(threads);
  }

  /// Takes over a model, and closes it at the end, or if it cannot do what is asked for.
  ///
  /// @param threads for transforms, 1 or more
  /// @throws ModelException if the voice gate is wanted and the model has nothing for it, or hard
  ///   masks of an ensemble whose waves are combined
  public static SeparationEngine of(Model model, Masking masking, int threads)
      throws ModelException {
    return of(model, AnalysisOptions.asItIs(), masking, threads);
  }

  /// The same, with the song prepared for the network.
  ///
  /// @param analysis what the network hears
  public static SeparationEngine of(
      Model model, AnalysisOptions analysis, Masking masking, int threads) throws ModelException {
    return of(model, analysis, masking, null, threads);
  }

  /// The same, with a voice model beside it.
  ///
  /// @param detector says where somebody sings, and opens the voice gate where that is asked for;
  ///   closed by the caller, after the engine. null = the model itself does both
  /// @throws ModelException also for a model that takes nothing apart
  public static SeparationEngine of(
      Model model,
      AnalysisOptions analysis,
      Masking masking,
      @Nullable VoiceDetector detector,
      int threads)
      throws ModelException {
    try {
      if (model instanceof VoiceModel) {
        throw VoiceModel.separatesNothing(model.card(), "another model");
      }
      MaskOptionsCheck.check(model, analysis, masking);
      VoiceGateCheck.check(model, masking, detector);
    } catch (ModelException e) {
      model.close();
      throw e;
    }
    return new SeparationEngine(model, analysis, masking, detector, threads);
  }

  /// Whether the vocals of a model go through the voice gate of its own masks.
  public static boolean isGated(ModelCard card, Masking masking) {
    return switch (masking.voiceGating()) {
      case VoiceGating.BY_CARD ->
          card.contract() instanceof Contract.Chunk chunk && chunk.voiceGate();
      case VoiceGating.ON -> true;
      case VoiceGating.OFF -> false;
    };
  }

  /// How the voice gate works, with what the card says where the options leave it to it.
  public static GateSettings gate(ModelCard card, Masking masking) {
    GateSettings asked = masking.gate();
    VoiceThresholds said = card.voice();
    double on = Double.isNaN(asked.on()) ? said.onOr(VoiceGate.ON) : asked.on();
    double off = Double.isNaN(asked.off()) ? said.offOr(VoiceGate.OFF) : asked.off();
    double median =
        Double.isNaN(asked.medianSeconds()) ? said.medianSeconds() : asked.medianSeconds();
    return new GateSettings(
        on, Math.min(on, off), asked.holdSeconds(), asked.fadeSeconds(), median);
  }

  /// The model that separates.
  public Model model() {
    return model;
  }

  /// What says where somebody sings: the voice model beside it; without one the network itself, or
  /// the level of its vocal stem.
  ///
  /// @throws ModelException if it can be none of them: there is no stem named `vocals`
  public VoiceSource voiceSource() throws ModelException {
    if (detector != null) {
      return VoiceSource.DETECTOR;
    }
    if (model instanceof MaskModel masks && masks.voice() != null) {
      return VoiceSource.NETWORK;
    }
    ModelCard card = model.card(); // also of ensembles: several networks say several things
    if (!card.stems().contains(VOCALS)) {
      throw new ModelException(
          "%s: expected an output named voice, or a stem named %s, to know where somebody sings, found the stems %s; choose another model"
              .formatted(card.name(), VOCALS, String.join(", ", card.stems())));
    }
    return VoiceSource.STEM_ENERGY;
  }

  /// Refuses a song that needs more memory than Java may use, before any of it is taken.
  ///
  /// @param song what it is, with the name for the message
  /// @throws AudioException of the kind `LIMIT`, which says what would help
  public void checkMemory(AudioInfo song) throws AudioException {
    checkMemory(song, false);
  }

  /// The same.
  ///
  /// @param listening whether it is asked where somebody sings
  public void checkMemory(AudioInfo song, boolean listening) throws AudioException {
    checkMemory(song, listening, Runtime.getRuntime().maxMemory());
  }

  /// @param most bytes that Java may use
  void checkMemory(AudioInfo song, long most) throws AudioException {
    checkMemory(song, false, most);
  }

  private void checkMemory(AudioInfo song, boolean listening, long most) throws AudioException {
    var need =
        HeapEstimate.of(
            model, analysis, masking, song.sampleRate(), song.layout(), song.declaredFrames());
    if (detector != null && (listening || stemGate != null)) {
      long stems = stemGate == null ? 0 : model.card().stems().size();
      need = need.withVoice(detector, stemGate, stems, song.sampleRate(), song.layout().count());
    }
    if (need.bytes() <= most) {
      return;
    }
    boolean filtered = need.wienerBytes() > 0;
    boolean fitsUnfiltered = need.bytes() - need.wienerBytes() <= most;
    throw new AudioException(
        AudioException.Kind.LIMIT,
        song.name(),
        "needs about %d MB of memory (%s at %d Hz, %s%s), Java may use %d MB; %sgive Java more (-Xmx%dm)"
            .formatted(
                need.bytes() >> 20,
                Counted.of(song.layout().count(), "channel"),
                song.sampleRate(),
                Counted.of(model.card().stems().size(), "stem"),
                filtered ? ", the Wiener filter" : "",
                most >> 20,
                filtered && fitsUnfiltered ? "leave the filter off (wiener), or " : "",
                Math.ceilDiv(need.bytes() >> 20, 256L) * 256 + 256));
  }

  /// Begins a song.
  ///
  /// @param sampleRate in Hz, [#MIN_SAMPLE_RATE] to [#MAX_SAMPLE_RATE]
  /// @param layout of the channels
  /// @param receiver takes the stems, on the thread that gives the samples
  /// @throws ModelException if the model does not take songs of that rate
  public BlockSeparation begin(int sampleRate, ChannelLayout layout, StemReceiver receiver)
      throws ModelException {
    return detector != null && stemGate != null
        ? beside(detector, sampleRate, layout, receiver, VoiceListener.NONE)
        : song(sampleRate, layout, receiver, VoiceListener.NONE);
  }

  /// The same, for callers who also want to know where somebody sings.
  ///
  /// @param listener hears it in the song's order, on the thread that gives the samples
  /// @throws ModelException if the model does not take songs of that rate, or cannot say it, see
  ///   [#voiceSource()]
  public BlockSeparation begin(
      int sampleRate, ChannelLayout layout, StemReceiver receiver, VoiceListener listener)
      throws ModelException {
    if (detector != null) {
      return beside(detector, sampleRate, layout, receiver, listener);
    }
    double medianSeconds = model.card().voice().medianSeconds();
    if (medianSeconds > 0) {
      var median = new VoiceMedian(medianSeconds, listener);
      return new MedianVoice(heard(sampleRate, layout, receiver, median), median);
    }
    return heard(sampleRate, layout, receiver, listener);
  }

  /// A song that the voice model hears too.
  private BlockSeparation beside(
      VoiceDetector voice,
      int sampleRate,
      ChannelLayout layout,
      StemReceiver receiver,
      VoiceListener listener)
      throws ModelException {
    GatedVocals gate = gated(voice, sampleRate, layout.count(), receiver);
    VoiceMedian median = voice.median(listener);
    VoiceListener told = median == null ? listener : median;
    VoiceListener both =
        gate == null
            ? told
            : (start, end, probability) -> {
              gate.heard(start, end, probability);
              told.heard(start, end, probability);
            };
    var detection = voice.detection(sampleRate, layout, both); // it may not open: first
    StemReceiver through = gate == null ? receiver : gate;
    var separation = song(sampleRate, layout, through, VoiceListener.NONE);
    return new DetectedVoice(separation, detection, median, gate);
  }

  /// The voice gate before a receiver; null without one.
  private @Nullable GatedVocals gated(
      VoiceDetector voice, int sampleRate, int channels, StemReceiver receiver) {
    if (stemGate == null) {
      return null;
    }
    int hop = voice.grid(sampleRate).hopLength();
    List<String> stems = model.card().stems();
    var gate = new VoiceGate(stemGate, (double) hop / sampleRate);
    return new GatedVocals(gate, hop, stems.size(), stems.indexOf(VOCALS), channels, receiver);
  }

  private BlockSeparation heard(
      int sampleRate, ChannelLayout layout, StemReceiver receiver, VoiceListener listener)
      throws ModelException {
    return switch (voiceSource()) {
      case DETECTOR, NETWORK -> song(sampleRate, layout, receiver, listener);
      case STEM_ENERGY ->
          new EnergyVoice(
              stems -> begin(sampleRate, layout, stems),
              receiver,
              model.card().stems().indexOf(VOCALS),
              sampleRate,
              layout.count(),
              listener);
    };
  }

  private BlockSeparation song(
      int sampleRate, ChannelLayout layout, StemReceiver receiver, VoiceListener listener)
      throws ModelException {
    checkRate(model.card(), sampleRate);
    StandardisedSeparation.Beginning beginning =
        levels -> song(model, sampleRate, layout, levels, receiver, listener);
    return isStandardised(model)
        ? new StandardisedSeparation(layout, beginning)
        : beginning.at(asIs(layout));
  }

  /// Refuses songs of a rate that no model takes.
  static void checkRate(ModelCard card, int sampleRate) throws ModelException {
    if (sampleRate < MIN_SAMPLE_RATE || sampleRate > MAX_SAMPLE_RATE) {
      throw new ModelException(
          "%s: expected a song of %d to %d Hz, found %d Hz; convert the song"
              .formatted(card.name(), MIN_SAMPLE_RATE, MAX_SAMPLE_RATE, sampleRate));
    }
  }

  /// Whether the level of the whole song must be known before a model hears any of it.
  private static boolean isStandardised(Model model) {
    return switch (model) {
      case SegmentModel segments -> segments.contract().standardised();
      case EnsembleModel ensemble ->
          ensemble.parts().stream().anyMatch(part -> isStandardised(part.model()));
      case MaskModel _, SongModel _, VoiceModel _ -> false;
    };
  }

  private static List<SongLevel> asIs(ChannelLayout layout) {
    return Collections.nCopies(ChannelPair.of(layout).size(), SongLevel.AS_IS);
  }

  /// @param levels of the song's pairs of channels
  private BlockSeparation song(
      Model each,
      int sampleRate,
      ChannelLayout layout,
      List<SongLevel> levels,
      StemReceiver receiver,
      VoiceListener listener)
      throws ModelException {
    return switch (each) {
      case MaskModel masks ->
          new MaskSeparation(
              masks, analysis, masking, sampleRate, layout, workers, receiver, listener);
      case SegmentModel segments ->
          segments(
              segments,
              sampleRate,
              layout,
              isStandardised(segments) ? levels : asIs(layout),
              receiver);
      case SongModel songs -> new SongSeparation(songs, sampleRate, layout.count(), receiver);
      case VoiceModel voice -> throw VoiceModel.separatesNothing(voice.card(), "another model");
      case EnsembleModel ensemble ->
          new EnsembleSeparation(
              ensemble,
              sampleRate,
              layout.count(),
              ChannelPair.of(layout),
              workers,
              receiver,
              (member, stems) ->
                  song(member, sampleRate, layout, levels, stems, VoiceListener.NONE));
    };
  }

  /// A song for a network that takes segments: resampled, where the network wants another rate.
  private static BlockSeparation segments(
      SegmentModel segments,
      int sampleRate,
      ChannelLayout layout,
      List<SongLevel> levels,
      StemReceiver receiver)
      throws ModelException {
    Contract.Segment contract = segments.contract();
    return sampleRate == contract.sampleRate()
        ? new SegmentSeparation(segments, layout, levels, receiver)
        : new ResampledSeparation(
            sampleRate,
            contract.sampleRate(),
            segments.card().stems().size(),
            layout,
            stems -> new SegmentSeparation(segments, layout, levels, stems),
            receiver);
  }

  /// Frees the network and the threads. No song may be under way.
  @Override
  public void close() {
    workers.close();
    model.close();
  }
}

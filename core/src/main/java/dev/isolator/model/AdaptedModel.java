package dev.isolator.model;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A network that was not made for Isolator, as a [SegmentModel]: samples → the tensors that its
/// [Adapter] names → samples. The one engine for all families.
///
/// 1. The segment's frames are transformed, where the network wants spectra.
/// 2. The inputs are filled, and standardised where the adapter says so; all files run on them.
/// 3. For each source and channel: its spectra are joined by overlap-add, and its waves are added.
///
/// Buffers are made once. One thread at a time.
final class AdaptedModel implements SegmentModel {
  private static final int CHANNELS = 2;

  private final ModelCard card;
  private final Contract.Segment contract;
  private final Adapter adapter;
  private final List<AdapterNetwork> networks;
  private final FloatBuffer mix;
  private final FloatBuffer stems;
  private final double[] weights;
  private final @Nullable SegmentTransform transform;

  /// `[2][frames][2 * bins]` of the segment, interleaved; empty where there are only waves.
  private final float[][][] analysed;

  private final SpectralSources sources;
  private final @Nullable SourceFilter filter;
  private final double[] frame;
  private Deviation waveLevel = Deviation.NONE;
  private Deviation spectrumLevel = Deviation.NONE;

  private AdaptedModel(ModelCard card, Contract.Adapted adapted, List<AdapterNetwork> networks) {
    this.card = card;
    this.contract = adapted.segment();
    this.adapter = adapted.adapter();
    this.networks = networks;
    int segment = contract.segmentFrames();
    this.mix = FloatBuffer.allocate(CHANNELS * segment);
    this.stems = FloatBuffer.allocate(card.stems().size() * CHANNELS * segment);
    var spectra = adapter.spectra();
    this.transform = spectra == null ? null : new SegmentTransform(spectra, segment);
    int frames = spectra == null ? 0 : spectra.frames();
    int bins = transform == null ? 0 : transform.bins();
    this.analysed = new float[CHANNELS][frames][2 * bins];
    this.frame = new double[2 * bins];
    int taken = spectra == null ? 0 : spectra.bins();
    this.sources = new SpectralSources(adapter, networks, taken, analysed);
    this.weights = joinsFrames() ? new double[contract.usedFrames()] : blendWeights(contract);
    boolean isRestNamed = adapter.sources().contains(card.stems().getLast());
    this.filter =
        adapter.wienerIterations() == 0 || transform == null
            ? null
            : new SourceFilter(
                adapter.wienerIterations(), adapter.sources().size(), !isRestNamed, bins);
  }

  private static double[] blendWeights(Contract.Segment contract) {
    return contract.blend().weights(contract.usedFrames());
  }

  /// Opens an outside model.
  ///
  /// @param files in the order of the adapter's
  static AdaptedModel open(
      ModelCard card,
      Contract.Adapted adapted,
      List<ModelFile> files,
      int threads,
      Accelerator accelerator)
      throws ModelException {
    Adapter adapter = adapted.adapter();
    checkFiles(card, adapted, files);
    var networks = new ArrayList<AdapterNetwork>();
    try {
      for (ModelFile file : files) {
        networks.add(
            OnnxSession.open(
                card,
                NetworkFiles.of(file),
                threads,
                accelerator,
                session -> new AdapterNetwork(session, adapter, sizes(adapted))));
      }
      return new AdaptedModel(card, adapted, networks);
    } catch (ModelException | RuntimeException e) {
      networks.forEach(AdapterNetwork::close);
      throw e;
    }
  }

  private static void checkFiles(ModelCard card, Contract.Adapted adapted, List<ModelFile> files)
      throws ModelException {
    var adapter = adapted.adapter();
    if (files.size() != adapter.files().size()) {
      throw new ModelException(
          "%s: expected %d files as its card says, found %d; add the model again"
              .formatted(card.name(), adapter.files().size(), files.size()));
    }
    var named = card.stems().subList(0, card.stems().size() - 1);
    if (!adapter.sources().containsAll(named)) {
      throw new ModelException(
          "%s: expected stems that the network gives (%s) and the rest, found %s; add the model again"
              .formatted(
                  card.name(),
                  String.join(", ", adapter.sources()),
                  String.join(", ", card.stems())));
    }
  }

  private static Map<Character, Integer> sizes(Contract.Adapted adapted) {
    var sizes = new TreeMap<Character, Integer>();
    sizes.put('s', adapted.adapter().sources().size());
    sizes.put('n', adapted.segment().segmentFrames());
    var spectra = adapted.adapter().spectra();
    if (spectra != null) {
      sizes.put('f', spectra.bins());
      sizes.put('t', spectra.frames());
    }
    return sizes;
  }

  @Override
  public ModelCard card() {
    return card;
  }

  @Override
  public Contract.Segment contract() {
    return contract;
  }

  @Override
  public String accelerator() {
    return networks.getFirst().accelerator();
  }

  @Override
  public FloatBuffer mix() {
    return mix;
  }

  @Override
  public FloatBuffer stems() {
    return stems;
  }

  @Override
  public double[] weights() {
    return weights;
  }

  @Override
  public void run(long firstFrame, long songFrames) throws ModelException {
    analyse(firstFrame, songFrames);
    fillInputs();
    for (AdapterNetwork network : networks) {
      if (network != networks.getFirst()) {
        network.takeInputsOf(networks.getFirst());
      }
      network.run();
    }
    answer(firstFrame, songFrames);
  }

  private boolean joinsFrames() {
    return contract.blend() == Contract.Blend.WINDOWS;
  }

  private void analyse(long firstFrame, long songFrames) {
    if (transform == null) {
      return;
    }
    for (int channel = 0; channel < CHANNELS; channel++) {
      for (int t = 0; t < analysed[channel].length; t++) {
        if (isInSong(t, firstFrame, songFrames)) {
          transform.forward(mix, channel * contract.segmentFrames(), t, analysed[channel][t]);
        } else {
          Arrays.fill(analysed[channel][t], 0);
        }
      }
    }
  }

  /// Whether a frame counts: where the song is mirrored at its ends, those centred beyond it do
  /// not.
  private boolean isInSong(int t, long firstFrame, long songFrames) {
    var spectra = adapter.spectra();
    if (spectra == null || contract.ends() != Contract.Ends.REFLECTED) {
      return true;
    }
    long centre =
        firstFrame
            + spectra.firstSample()
            + (long) t * spectra.hopLength()
            + spectra.fftLength() / 2;
    return centre >= 0 && centre <= songFrames;
  }

  private void fillInputs() {
    var waves = new ArrayList<FloatBuffer>();
    var spectra = new ArrayList<FloatBuffer>();
    for (var input : networks.getFirst().inputs()) {
      if (input.kind() == Adapter.Kind.WAVES) {
        fillWaves(input);
        waves.add(input.buffer());
      } else {
        fillSpectra(input);
        spectra.add(input.buffer());
      }
    }
    if (adapter.standardised()) {
      waveLevel = level(waves);
      spectrumLevel = level(spectra);
    }
  }

  private static Deviation level(List<FloatBuffer> buffers) {
    return buffers.isEmpty()
        ? Deviation.NONE
        : Deviation.standardise(buffers.toArray(FloatBuffer[]::new));
  }

  private void fillWaves(AdapterNetwork.Bound input) {
    int frames = contract.segmentFrames();
    for (int channel = 0; channel < CHANNELS; channel++) {
      for (int i = 0; i < frames; i++) {
        input
            .buffer()
            .put(channel * input.channel() + i * input.sample(), mix.get(channel * frames + i));
      }
    }
  }

  private void fillSpectra(AdapterNetwork.Bound input) {
    var spectra = adapter.spectra();
    if (spectra == null) {
      return;
    }
    for (int channel = 0; channel < CHANNELS; channel++) {
      for (int t = 0; t < spectra.frames(); t++) {
        float[] x = analysed[channel][t];
        int at = channel * input.channel() + t * input.frame();
        for (int f = spectra.zeroedBins(); f < spectra.bins(); f++) {
          put(input, at + f * input.bin(), x[2 * f], x[2 * f + 1]);
        }
      }
    }
  }

  private static void put(AdapterNetwork.Bound input, int at, float re, float im) {
    switch (input.kind()) {
      case SPECTRUM -> {
        input.buffer().put(at, re);
        input.buffer().put(at + input.part(), im);
      }
      case REAL -> input.buffer().put(at, re);
      case IMAGINARY -> input.buffer().put(at, im);
      case MAGNITUDES -> input.buffer().put(at, (float) Math.hypot(re, im));
      case WAVES, RATIO, MASK -> throw new IllegalStateException(input.kind() + " is no spectrum");
    }
  }

  private void answer(long firstFrame, long songFrames) {
    int margin = joinsFrames() ? marginFrames() : 0;
    int from = margin;
    int to = analysed[0].length - margin;
    while (from < to && !isInSong(from, firstFrame, songFrames)) {
      from++;
    }
    while (from < to && !isInSong(to - 1, firstFrame, songFrames)) {
      to--;
    }
    if (transform != null && joinsFrames()) {
      Arrays.fill(weights, 0);
      for (int t = from; t < to; t++) {
        transform.addWindow(t, weights, contract.marginFrames());
      }
    }
    if (filter != null) {
      filter.refine(sources, analysed, from, to);
    }
    for (int stem = 0; stem < card.stems().size() - 1; stem++) {
      int source = adapter.sources().indexOf(card.stems().get(stem));
      for (int channel = 0; channel < CHANNELS; channel++) {
        joinSpectra(source, channel, from, to);
        put(stem, source, channel);
      }
    }
  }

  /// Frames of spectra at either end that are heard but dropped.
  private int marginFrames() {
    var spectra = adapter.spectra();
    return spectra == null ? 0 : contract.marginFrames() / spectra.hopLength();
  }

  private void joinSpectra(int source, int channel, int from, int to) {
    if (transform == null || !sources.areThere()) {
      return;
    }
    transform.begin();
    for (int t = from; t < to; t++) {
      if (filter != null) {
        filter.read(source, channel, t - from, frame);
      } else {
        sources.read(source, channel, t, spectrumLevel, frame);
      }
      transform.add(t, frame);
    }
  }

  private void put(int stem, int source, int channel) {
    int frames = contract.segmentFrames();
    int at = (CHANNELS * stem + channel) * frames;
    int margin = contract.marginFrames();
    for (int i = margin; i < frames - margin; i++) {
      double sample = 0;
      if (transform != null) {
        sample = joinsFrames() ? transform.joined(i, weights[i - margin]) : transform.joined(i);
      }
      stems.put(at + i, (float) (adapter.gain() * (sample + wave(source, channel, i))));
    }
  }

  /// What the networks answered in samples, averaged by the files' weights.
  private double wave(int source, int channel, int i) {
    double sum = 0;
    double all = 0;
    for (int file = 0; file < networks.size(); file++) {
      double weight = adapter.files().get(file).weights().get(source);
      all += weight;
      if (weight > 0) {
        for (var output : networks.get(file).outputs()) {
          if (output.kind() == Adapter.Kind.WAVES) {
            int at = source * output.source() + channel * output.channel() + i * output.sample();
            sum += weight * waveLevel.restored(output.buffer().get(at));
          }
        }
      }
    }
    return sum / all;
  }

  @Override
  public void close() {
    networks.forEach(AdapterNetwork::close);
  }
}

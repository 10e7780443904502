package dev.isolator.spark.mask;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioInfo;
import dev.isolator.audio.AudioSource;
import dev.isolator.model.ChunkModel;
import dev.isolator.model.ChunkPlan;
import dev.isolator.model.Contract;
import dev.isolator.model.Grid;
import dev.isolator.model.Model;
import dev.isolator.model.ModelCard;
import dev.isolator.model.ModelException;
import dev.isolator.spectrum.AnalysisGrid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// A network that answers with masks of chunks, and notes its answers while a file is open for
/// them.
///
/// The engine asks it chunk by chunk, and within a chunk pair by pair; so an answer's number says
/// what it is of, once it is known how many chunks the song had. As that is known at the end alone,
/// the last answers, as many as the song has channels, wait uncompressed: those of the last chunk
/// are cut at the song's end. The voice gate must be off in the engine that it is in: the gate
/// needs frames ahead, which would make chunks overlap; a file is gated when it is rendered.
///
/// One thread at a time.
public final class MaskRecorder implements ChunkModel {
  /// Bands are taken where they reproduce the network's masks within this.
  private static final float BAND_ERROR = 1e-4f;

  private final ChunkModel network;
  private final ModelCard card;
  private final MaskHeader header;
  private final MaskAxis axis;
  private final ChunkPlan plan;

  /// A plane of the network's answer, and its core frames.
  private final float[] plane;

  private final float[] core;
  private @Nullable Recording recording;

  private MaskRecorder(ChunkModel network, MaskHeader header) {
    this.network = network;
    this.card = ungated(network.card(), network.contract());
    this.header = header;
    this.axis = header.axis();
    this.plan = ChunkPlan.of(network.contract(), 0);
    this.plane = new float[header.grid().bins() * plan.chunkFrames()];
    this.core = new float[header.grid().bins() * plan.coreFrames()];
  }

  /// Stands around a model, and closes it when it is closed. Asks it once about noise, to find out
  /// whether its masks are made on bands, and whether left and right differ.
  ///
  /// @param identity of the model, for the file
  /// @throws ModelException if the model answers with anything but masks of chunks
  public static MaskRecorder of(Model model, String identity) throws ModelException {
    if (!(model instanceof ChunkModel chunks)) {
      model.close();
      throw new ModelException(
          "%s: expected a model that answers with masks of chunks, to keep them, found one that answers with %s; leave --masks out, or choose another model (isolator models list)"
              .formatted(model.card().name(), answerOf(model.contract())));
    }
    try {
      return new MaskRecorder(chunks, headerOf(chunks, identity));
    } catch (ModelException | RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private static String answerOf(Contract contract) {
    return switch (contract) {
      case Contract.Chunk _ -> "masks";
      case Contract.Frame _ -> "masks of single frames";
      case Contract.Segment _, Contract.Adapted _, Contract.Song _, Contract.Members _ -> "stems";
      case Contract.Voice _ -> "where somebody sings";
    };
  }

  private static MaskHeader headerOf(ChunkModel network, String identity) throws ModelException {
    Contract.Chunk contract = network.contract();
    Grid grid = contract.grid();
    ModelCard card = network.card();
    int frames = contract.chunkFrames();
    askAboutNoise(network);
    boolean same = true;
    boolean banded = true;
    var bands = MaskAxis.ofBands(grid);
    int values = grid.bins() * frames;
    var left = new float[values];
    var right = new float[values];
    for (int stem = 0; stem < card.stems().size() - 1; stem++) {
      network.mask().get(2 * stem * values, left);
      network.mask().get((2 * stem + 1) * values, right);
      same &= java.util.Arrays.equals(left, right);
      banded &= isOn(bands, left, frames) && isOn(bands, right, frames);
    }
    int core = ChunkPlan.of(contract, 0).coreFrames();
    return new MaskHeader(
        card.versionedName(),
        identity,
        card.stems(),
        grid,
        banded && bands.isBanded(),
        same ? 1 : 2,
        core,
        network.voice() != null,
        contract.voiceGate(),
        card.voice());
  }

  private static void askAboutNoise(ChunkModel network) throws ModelException {
    var random = new SplittableRandom(1);
    FloatBuffer spectrum = network.spectrum();
    for (int i = 0; i < spectrum.capacity(); i++) {
      spectrum.put(i, (float) random.nextGaussian());
    }
    network.run();
  }

  private static boolean isOn(MaskAxis bands, float[] bins, int frames) {
    float[] rows = bands.toRows(bins, frames);
    for (int i = 0; i < bins.length; i++) {
      float error = bands.bin(i / frames, rows, frames, i % frames, 0) - bins[i];
      if (!(Math.abs(error) <= BAND_ERROR)) {
        return false;
      }
    }
    return true;
  }

  /// The card with the contract that the network keeps, and no gate.
  private static ModelCard ungated(ModelCard card, Contract.Chunk contract) {
    return new ModelCard(
        card.name(),
        card.version(),
        card.family(),
        card.stems(),
        ungated(contract),
        card.provenance(),
        card.sha256(),
        card.streamSha256(),
        card.int8Sha256());
  }

  private static Contract.Chunk ungated(Contract.Chunk contract) {
    return new Contract.Chunk(contract.grid(), contract.reach(), contract.chunkFrames(), false);
  }

  /// Begins to note answers.
  ///
  /// @param song about to be taken apart
  /// @param hash the SHA-256 of its file
  public void begin(Path target, AudioSource song, String hash) throws IOException {
    recording = new Recording(target, new MaskFileWriter(target, header), song.info(), hash);
  }

  /// Ends the file: the song was taken apart.
  ///
  /// @param samples per channel that it had
  public void finish(long samples) throws IOException {
    Recording ended = recording;
    if (ended == null) {
      throw new IllegalStateException("no file was begun");
    }
    try (ended) {
      ended.finish(samples);
    } finally {
      recording = null;
    }
  }

  /// Gives up a file that was begun; nothing of it stays.
  public void abandon() throws IOException {
    Recording given = recording;
    recording = null;
    if (given != null) {
      given.close();
    }
  }

  @Override
  public void run() throws ModelException {
    network.run();
    Recording open = recording;
    if (open != null) {
      try {
        open.note(block());
      } catch (IOException e) {
        throw new UncheckedIOException(AudioException.unwritable(open.target.toString(), e));
      }
    }
  }

  private MaskBlock block() {
    int frames = plan.coreFrames();
    int rows = axis.rows();
    var codes = new byte[header.planes() * rows * frames];
    int at = 0;
    for (int stem = 0; stem < header.stems().size() - 1; stem++) {
      for (int side = 0; side < header.sides(); side++) {
        network.mask().get((2 * stem + side) * plane.length, plane);
        for (int bin = 0; bin < header.grid().bins(); bin++) {
          System.arraycopy(
              plane, bin * plan.chunkFrames() + plan.haloBack(), core, bin * frames, frames);
        }
        for (float share : axis.toRows(core, frames)) {
          codes[at++] = (byte) MaskQuantiser.code(share);
        }
      }
    }
    FloatBuffer said = network.voice();
    var voice = new float[said == null ? 0 : frames];
    if (said != null) {
      said.get(plan.haloBack(), voice);
    }
    return new MaskBlock(header.shape(), codes, voice, frames);
  }

  /// A file that is being written.
  private final class Recording implements AutoCloseable {
    private final Path target;
    private final MaskFileWriter writer;
    private final AudioInfo song;
    private final String hash;
    private final Deque<MaskBlock> waiting = new ArrayDeque<>();
    private long noted;

    Recording(Path target, MaskFileWriter writer, AudioInfo song, String hash) {
      this.target = target;
      this.writer = writer;
      this.song = song;
      this.hash = hash;
    }

    void note(MaskBlock block) throws IOException {
      waiting.add(block);
      noted++;
      if (waiting.size() > song.layout().count()) {
        writer.add(waiting.remove());
      }
    }

    void finish(long samples) throws IOException {
      Grid trained = header.grid();
      long frames =
          samples == 0
              ? 0
              : AnalysisGrid.of(
                      trained.sampleRate(),
                      trained.fftLength(),
                      trained.hopLength(),
                      song.sampleRate())
                  .framesFor(samples);
      long chunks = plan.chunksFor(frames);
      int pairs = chunks == 0 ? 0 : Math.toIntExact(noted / chunks);
      if (pairs * chunks != noted) {
        throw new IllegalStateException(
            "%d answers to %d chunks of a song".formatted(noted, chunks));
      }
      int last = (int) (frames - Math.max(0, chunks - 1) * plan.coreFrames());
      while (!waiting.isEmpty()) {
        MaskBlock block = waiting.remove();
        writer.add(waiting.size() < pairs ? block.cut(last) : block);
      }
      int channels = song.layout().count();
      writer.finish(hash, song.sampleRate(), channels, samples, frames, pairs);
    }

    @Override
    public void close() throws IOException {
      writer.close();
    }
  }

  @Override
  public ModelCard card() {
    return card;
  }

  @Override
  public Contract.Chunk contract() {
    return ungated(network.contract());
  }

  @Override
  public String accelerator() {
    return network.accelerator();
  }

  @Override
  public FloatBuffer spectrum() {
    return network.spectrum();
  }

  @Override
  public FloatBuffer mask() {
    return network.mask();
  }

  @Override
  public @Nullable FloatBuffer voice() {
    return network.voice();
  }

  @Override
  public long heapBytes() {
    long block = (long) header.planes() * axis.rows() * plan.coreFrames();
    return network.heapBytes() + Float.BYTES * (long) (plane.length + core.length) + 16 * block;
  }

  @Override
  public void close() {
    network.close();
  }
}

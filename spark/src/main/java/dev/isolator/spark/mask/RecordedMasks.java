package dev.isolator.spark.mask;

import dev.isolator.audio.AudioException;
import dev.isolator.mask.Masking;
import dev.isolator.mask.VoiceGate;
import dev.isolator.model.ChunkModel;
import dev.isolator.model.ChunkPlan;
import dev.isolator.model.Contract;
import dev.isolator.model.ModelCard;
import dev.isolator.model.ModelException;
import dev.isolator.model.Reach;
import dev.isolator.separation.SeparationEngine;
import dev.isolator.spectrum.AnalysisGrid;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A model whose answers are those of a mask file. It does not look at the spectrum; it counts how
/// often it was asked, and so is good for one song, from its first chunk to its last.
///
/// One thread at a time. Memory: a chunk of masks for all bins, and two blocks of each pair.
public final class RecordedMasks implements ChunkModel {
  /// Frames of a chunk's core.
  private static final int CORE_FRAMES = 256;

  private final MaskFile file;
  private final MaskHeader header;
  private final MaskAxis axis;
  private final Contract.Chunk contract;
  private final ModelCard card;
  private final ChunkPlan plan;
  private final FloatBuffer spectrum;
  private final FloatBuffer mask;
  private final @Nullable FloatBuffer voice;

  /// `[pair][block number]`: shares `[planes][rows][frames]`, and voices.
  private final Map<Integer, Map<Long, Shares>> decoded = new HashMap<>();

  private long asked;

  @SuppressWarnings("ArrayRecordComponent") // data, compared by nobody
  private record Shares(float[] values, float[] voice, int frames) {}

  /// @param masking that the engine was given: the gate wants frames ahead
  public RecordedMasks(MaskFile file, Masking masking) {
    this.file = file;
    this.header = file.header();
    this.axis = file.axis();
    int ahead = framesAhead(masking);
    this.contract = contract(CORE_FRAMES + ahead);
    this.plan = ChunkPlan.of(contract, ahead);
    this.card = card(header, contract);
    int values = header.grid().bins() * contract.chunkFrames();
    this.spectrum = floats(4 * values);
    this.mask = floats(2 * header.stems().size() * values);
    this.voice = header.voice() ? floats(contract.chunkFrames()) : null;
  }

  private int framesAhead(Masking masking) {
    var said = card(header, contract(CORE_FRAMES));
    if (!SeparationEngine.isGated(said, masking)) {
      return 0;
    }
    var grid =
        AnalysisGrid.of(
            header.grid().sampleRate(),
            header.grid().fftLength(),
            header.grid().hopLength(),
            file.sampleRate());
    double frameSeconds = (double) grid.hopLength() / file.sampleRate();
    return VoiceGate.reach(SeparationEngine.gate(said, masking), frameSeconds);
  }

  private Contract.Chunk contract(int chunkFrames) {
    return new Contract.Chunk(header.grid(), new Reach(0, 0, 1), chunkFrames, header.voiceGate());
  }

  private static ModelCard card(MaskHeader header, Contract.Chunk contract) {
    int at = header.model().lastIndexOf('@');
    return new ModelCard(
        at < 0 ? header.model() : header.model().substring(0, at),
        at < 0 ? "0" : header.model().substring(at + 1),
        "recorded",
        header.stems(),
        contract,
        new ModelCard.Provenance(0, "", List.of(), List.of(), header.identity()),
        "",
        "",
        "",
        header.thresholds());
  }

  private static FloatBuffer floats(int count) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(count, Float.BYTES))
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  @Override
  public void run() throws ModelException {
    if (file.pairs() == 0) {
      throw new ModelException(
          header.model() + ": the masks are of an empty song, this one is not");
    }
    long chunk = asked / file.pairs();
    int pair = (int) (asked % file.pairs());
    asked++;
    long first = plan.firstFrame(chunk);
    long firstBlock = first / header.blockFrames();
    var blocks = decoded.computeIfAbsent(pair, _ -> new HashMap<>());
    blocks.keySet().removeIf(number -> number < firstBlock);
    for (int t = 0; t < contract.chunkFrames(); ) {
      long number = (first + t) / header.blockFrames();
      int from = (int) ((first + t) % header.blockFrames());
      Shares shares = number < file.blocks() ? shares(blocks, number, pair) : null;
      int there = shares == null ? contract.chunkFrames() - t : shares.frames() - from;
      if (shares != null && there <= 0) { // past the song's end, in its last block
        shares = null;
        there = contract.chunkFrames() - t;
      }
      int count = Math.min(there, contract.chunkFrames() - t);
      fill(t, count, shares, from);
      t += count;
    }
  }

  private Shares shares(Map<Long, Shares> blocks, long number, int pair) throws ModelException {
    Shares there = blocks.get(number);
    if (there == null) {
      MaskBlock block;
      try {
        block = file.block(number, pair);
      } catch (AudioException e) {
        throw new ModelException(String.valueOf(e.getMessage()), e);
      }
      var values = new float[block.codes().length];
      for (int i = 0; i < values.length; i++) {
        values[i] = MaskQuantiser.share(block.codes()[i]);
      }
      there = new Shares(values, block.voice(), block.frames());
      blocks.put(number, there);
    }
    return there;
  }

  /// Fills frames of the answer; without shares, all is the last stem's.
  private void fill(int t, int count, @Nullable Shares shares, int from) {
    int bins = header.grid().bins();
    int frames = contract.chunkFrames();
    int stems = header.stems().size();
    for (int side = 0; side < 2; side++) {
      int kept = header.sides() == 2 ? side : 0;
      for (int stem = 0; stem < stems - 1; stem++) {
        int planeAt =
            shares == null ? 0 : (stem * header.sides() + kept) * axis.rows() * shares.frames();
        for (int bin = 0; bin < bins; bin++) {
          int to = ((2 * stem + side) * bins + bin) * frames + t;
          for (int i = 0; i < count; i++) {
            mask.put(
                to + i,
                shares == null
                    ? 0
                    : axis.bin(bin, shares.values(), shares.frames(), from + i, planeAt));
          }
        }
      }
    }
    if (voice != null) {
      for (int i = 0; i < count; i++) {
        voice.put(t + i, shares == null ? 0 : shares.voice()[from + i]);
      }
    }
    fillLast(t, count);
  }

  /// The last stem has what the others leave of 1.
  private void fillLast(int t, int count) {
    int bins = header.grid().bins();
    int frames = contract.chunkFrames();
    int last = header.stems().size() - 1;
    for (int row = 0; row < 2 * bins; row++) {
      for (int i = t; i < t + count; i++) {
        float rest = 1;
        for (int stem = 0; stem < last; stem++) {
          rest -= mask.get((2 * stem * bins + row) * frames + i);
        }
        mask.put((2 * last * bins + row) * frames + i, Math.max(0, rest));
      }
    }
  }

  @Override
  public ModelCard card() {
    return card;
  }

  @Override
  public Contract.Chunk contract() {
    return contract;
  }

  @Override
  public String accelerator() {
    return "cpu";
  }

  @Override
  public FloatBuffer spectrum() {
    return spectrum;
  }

  @Override
  public FloatBuffer mask() {
    return mask;
  }

  @Override
  public @Nullable FloatBuffer voice() {
    return voice;
  }

  @Override
  public void close() {}
}

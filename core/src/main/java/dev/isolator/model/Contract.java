package dev.isolator.model;

import java.util.Locale;

/// What goes into a model and comes out of it at a time, and how the pieces fit together in a song:
/// the part of a card that the engine works from. One kind for each kind of [Model]; a card carries
/// what its kind needs and nothing else.
public sealed interface Contract {
  /// The kind's name in a card's JSON, key `contract`: `chunk` (where the key is missing), `frame`,
  /// `segment`, `adapted`, `song` or `voice`; `members` of an ensemble, whose card lies in no file.
  default String kind() {
    return getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /// Spectra in, masks out.
  sealed interface Masks extends Contract {
    /// What spectra are made with.
    Grid grid();

    /// How far the network looks.
    Reach reach();
  }

  /// A chunk of frames at a time: [ChunkModel]. How chunks lie in a song is told by [ChunkPlan].
  ///
  /// @param grid what spectra are made with
  /// @param reach how far the network looks: a chunk's halo
  /// @param chunkFrames frames the network is given at once, halo included; a multiple of the
  ///   reach's `frameMultiple`
  /// @param voiceGate whether the vocals are silenced where the network's `voice` output says that
  ///   nobody sings, unless the user says otherwise; default false
  record Chunk(Grid grid, Reach reach, int chunkFrames, boolean voiceGate) implements Masks {
    /// The same network on chunks without a halo, each as long as a sound of so many frames.
    Chunk ofOneSegment(int frames) {
      int multiple = reach.frameMultiple();
      return new Chunk(grid, new Reach(0, 0, multiple), Reach.roundUp(frames, multiple), voiceGate);
    }
  }

  /// A chunk of frames at a time, of which the network says where somebody sings and nothing else:
  /// [VoiceModel]. Chunks lie in a song as those of [Chunk] do.
  ///
  /// @param grid what spectra are made with
  /// @param reach how far the network looks: a chunk's halo
  /// @param chunkFrames frames the network is given at once, halo included; a multiple of the
  ///   reach's `frameMultiple`
  record Voice(Grid grid, Reach reach, int chunkFrames) implements Contract {}

  /// One frame at a time, with states: [FrameModel].
  ///
  /// @param grid what spectra are made with
  /// @param reach how far the network looks. Its look-ahead, up to [#MOST_LOOK_AHEAD], is how many
  ///   frames late its answers come: the answer to frame `t` is that for frame `t −
  ///   lookAheadFrames`
  record Frame(Grid grid, Reach reach) implements Masks {
    /// The longest look-ahead, 3 s at 11.6 ms a frame: so many spectra wait for their masks.
    public static final int MOST_LOOK_AHEAD = 256;

    /// Frames of silence that bring the states to where a song begins: as many as an answer depends
    /// on, rounded up to `frameMultiple`.
    public int silentFrames() {
      return Reach.roundUp(reach.lookBackFrames() + reach.lookAheadFrames(), reach.frameMultiple());
    }
  }

  /// A segment of samples at a time: [SegmentModel].
  ///
  /// Segment `k` has the samples from `k * strideFrames − leadFrames − marginFrames` on,
  /// `segmentFrames` of them. Its stems count from `k * strideFrames − leadFrames` on, for
  /// [#usedFrames()]; where segments overlap they are joined by weighted overlap-add, `Σ wₖ yₖ / Σ
  /// wₖ`, with the weights of `blend`. So a sample's value depends on its place in the song and on
  /// the song alone, not on how the song came in.
  ///
  /// @param sampleRate in Hz, 8 000 to 192 000: the only one that the network takes; songs of
  ///   another one are resampled on their way in and out
  /// @param segmentFrames samples per channel that go in at once, up to 2²⁴
  /// @param strideFrames samples per channel from one segment to the next, 1 to [#usedFrames()]
  /// @param marginFrames samples per channel at either end of a segment that are heard but whose
  ///   stems are dropped; default 0
  /// @param leadFrames samples per channel by which the first segment begins before the song, 0 to
  ///   `segmentFrames / 2`; default 0
  /// @param blend the weights; default triangular
  /// @param ends what is heard beyond the song; default silence
  /// @param standardised whether the song goes in with the mean 0 and the deviation 1 of its mono
  ///   mix, and is brought back: then nothing comes out before the song has ended. Default false
  record Segment(
      int sampleRate,
      int segmentFrames,
      int strideFrames,
      int marginFrames,
      int leadFrames,
      Blend blend,
      Ends ends,
      boolean standardised)
      implements Contract {
    /// The same with the defaults of what is not named.
    public Segment(
        int sampleRate, int segmentFrames, int strideFrames, int marginFrames, Blend blend) {
      this(sampleRate, segmentFrames, strideFrames, marginFrames, 0, blend, Ends.SILENT, false);
    }

    /// Samples per channel of a segment whose stems count.
    public int usedFrames() {
      return segmentFrames - 2 * marginFrames;
    }
  }

  /// A segment of samples at a time, by way of an outside model's own tensors: [SegmentModel].
  ///
  /// @param segment how segments lie in the song
  /// @param adapter what lies between samples and tensors
  record Adapted(Segment segment, Adapter adapter) implements Contract {}

  /// A whole song at once: [SongModel].
  record Song() implements Contract {}

  /// What each member of an ensemble takes: [EnsembleModel].
  record Members() implements Contract {}

  /// What a network that takes segments hears beyond the song.
  enum Ends {
    /// Silence.
    SILENT,
    /// The song, mirrored at its first and last sample. Of spectra only those count whose window is
    /// centred on the song or its end (a centred transform in PyTorch).
    REFLECTED,
    /// Silence, but a last segment that is not full lies in the middle of the network's input, with
    /// the song before it to its left (Demucs). It gets the first weights of `blend`.
    CENTRED
  }

  /// The weights with which overlapping segments are joined, over the `n` samples that count.
  enum Blend {
    /// All alike.
    RECTANGULAR,
    /// `1 − |2 i + 1 − n| / n`.
    TRIANGULAR,
    /// `sin²(π (i + ½) / n)`, the symmetric Hann window between its zeros.
    HANN,
    /// `1 − |2 i + 1 − n| / (n + 1)`, a triangle between its zeros: 1, 2, … 2, 1 but for a factor.
    BARTLETT,
    /// `sin²(π i / (n − 1))`, the symmetric Hann window with its zeros.
    HANN_SYMMETRIC,
    /// What the squared windows of the segment's spectra sum to: joins frames, not segments. The
    /// model says it for each segment.
    WINDOWS;

    /// The weights, 0 or more, `[n]`.
    ///
    /// @throws IllegalStateException for [#WINDOWS]
    public double[] weights(int n) {
      var weights = new double[n];
      for (int i = 0; i < n; i++) {
        double sine = Math.sin(Math.PI * (i + 0.5) / n);
        double symmetric = Math.sin(Math.PI * i / Math.max(1, n - 1));
        weights[i] =
            switch (this) {
              case RECTANGULAR -> 1;
              case TRIANGULAR -> 1 - Math.abs(2.0 * i + 1 - n) / n;
              case HANN -> sine * sine;
              case BARTLETT -> 1 - Math.abs(2.0 * i + 1 - n) / (n + 1.0);
              case HANN_SYMMETRIC -> symmetric * symmetric;
              case WINDOWS -> throw new IllegalStateException("the model says its windows");
            };
      }
      return weights;
    }
  }
}

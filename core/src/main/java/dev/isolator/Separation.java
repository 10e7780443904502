package dev.isolator;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioInfo;
import dev.isolator.audio.AudioSource;
import dev.isolator.audio.FiniteSource;
import dev.isolator.audio.Gapless;
import dev.isolator.audio.PartOfSong;
import dev.isolator.model.ModelCard;
import dev.isolator.model.ModelException;
import dev.isolator.render.RenderOptions;
import dev.isolator.render.RenderResult;
import dev.isolator.render.Rendering;
import dev.isolator.separation.BlockSeparation;
import dev.isolator.separation.MixReceiver;
import dev.isolator.separation.Pipeline;
import dev.isolator.separation.SingleStem;
import dev.isolator.separation.StemReceiver;
import dev.isolator.voice.Hysteresis;
import dev.isolator.voice.VoiceListener;
import dev.isolator.voice.VoiceSource;
import dev.isolator.voice.VoiceTracker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/// One song about to be taken apart: say how, then [#writeTo(Path)], once.
///
/// ```java
/// separator
///     .separate(Path.of("song.mp3"))
///     .onProgress(p -> System.out.printf("%.0f %%%n", 100 * p.fraction()))
///     .writeTo(Path.of("out")); // out/song/vocals.wav, out/song/music.wav
/// ```
public final class Separation {
  private static final long PROGRESS_NANOS = 100_000_000;

  private final Separator separator;
  private final Pipeline.Opening opening;
  private final Pipeline pipeline = new Pipeline();
  private String name;
  private double startSeconds;
  private double durationSeconds = Double.POSITIVE_INFINITY;
  private RenderOptions renderOptions = RenderOptions.defaults();
  private @Nullable Pair pair;
  private ProgressListener listener = ProgressListener.NONE;
  private @Nullable VoiceListener voiceListener;

  Separation(Separator separator, String name, Pipeline.Opening opening) {
    this.separator = separator;
    this.name = name;
    this.opening = opening;
  }

  /// Only a part of the song; the default is all of it.
  ///
  /// @param start in seconds from its beginning, 0 or more
  /// @param duration in seconds, above 0, +∞ = to the end
  public Separation part(double start, double duration) {
    if (!(start >= 0 && start < 1e9)) {
      throw new IllegalArgumentException("start must be 0 seconds or later, was " + start);
    }
    if (!(duration > 0)) {
      throw new IllegalArgumentException("duration must be above 0 seconds, was " + duration);
    }
    this.startSeconds = start;
    this.durationSeconds = duration;
    return this;
  }

  /// What files to write; the default is wav files in the song's depth.
  public Separation render(RenderOptions options) {
    this.renderOptions = options;
    return this;
  }

  /// Not all of the model's stems, but one of them and the sum of all others: of a model that gives
  /// vocals, drums, bass and other, say, `vocals` and beside it the `music`. Counts for
  /// [#writeTo(Path)].
  ///
  /// @param stem one of the model's
  /// @param rest what the sum of the others is called
  public Separation beside(String stem, String rest) {
    int index = separator.card().stems().indexOf(stem);
    if (index < 0) {
      throw new IllegalArgumentException(
          "the model's stems are %s, not %s"
              .formatted(String.join(", ", separator.card().stems()), stem));
    }
    this.pair = new Pair(index, List.of(stem, rest));
    return this;
  }

  /// One stem and the sum of the others.
  ///
  /// @param index of the one
  /// @param names of both
  private record Pair(int index, List<String> names) {}

  /// What the song is called in file names, in place of its file's name.
  public Separation named(String song) {
    this.name = song;
    return this;
  }

  /// Hear how far it is, about ten times a second, on a thread of the separation's.
  public Separation onProgress(ProgressListener progressListener) {
    this.listener = progressListener;
    return this;
  }

  /// Hear where somebody sings, frame by frame in the song's order, on a thread of the
  /// separation's. Seconds are those of the song, also where a part is taken. A model that cannot
  /// say it, see [Separator#voiceSource()], then fails.
  public Separation onVoice(VoiceListener listening) {
    this.voiceListener = listening;
    return this;
  }

  /// Ends the separation, from any thread, before or while it runs: [#writeTo(Path)] removes what
  /// it wrote and throws [CancellationException], at the latest after one run of the network.
  public void cancel() {
    pipeline.cancel();
  }

  /// Takes the song apart and writes its stems below `directory`, which is made if missing. Returns
  /// when all files are complete; before that, none of them is there.
  ///
  /// @throws AudioException if the song cannot be read or its stems cannot be written
  /// @throws ModelException if the network fails
  /// @throws CancellationException after [#cancel()]
  public SeparationResult writeTo(Path directory) throws AudioException, ModelException {
    long begin = System.nanoTime();
    AudioSource source = pipeline.open(this::part);
    AudioInfo info = source.info();
    Rendering rendering;
    try {
      rendering =
          Rendering.open(
              directory,
              name,
              pair == null ? separator.card().stems() : pair.names(),
              info,
              source.tags(),
              renderOptions);
    } catch (AudioException | RuntimeException e) {
      pipeline.cancel();
      throw e;
    }
    try (rendering) {
      var progress = new Reporting(info, begin);
      StemReceiver writing =
          pair == null
              ? rendering::write
              : new SingleStem(pair.index(), info.layout().count(), rendering::write);
      run(
          info,
          (stems, mix, frames) -> {
            writing.receive(stems, mix, frames);
            progress.advance(frames);
          });
      RenderResult rendered = rendering.finish();
      return result(info, source, rendered, begin);
    }
  }

  /// Takes the song apart and hands its stems to `receiver`, on a thread of the separation's.
  /// Returns at the end of the song.
  ///
  /// @return what the song was
  public AudioInfo sendTo(StemReceiver receiver) throws AudioException, ModelException {
    long begin = System.nanoTime();
    AudioInfo info = pipeline.open(this::part).info();
    var progress = new Reporting(info, begin);
    run(
        info,
        (stems, mix, frames) -> {
          receiver.receive(stems, mix, frames);
          progress.advance(frames);
        });
    return info;
  }

  /// Finds out where somebody sings, with the thresholds of the card of [Separator#voiceCard()].
  /// Returns at the end of the song; writes nothing. Where a voice model says it, the song is not
  /// taken apart.
  public VoiceActivity activity() throws AudioException, ModelException {
    return activity(separator.hysteresis());
  }

  /// The same with other thresholds.
  ///
  /// @param hysteresis how probabilities become spans
  public VoiceActivity activity(Hysteresis hysteresis) throws AudioException, ModelException {
    return activity(hysteresis, (mix, frames) -> {});
  }

  /// The same, for callers who want the song's samples too.
  ///
  /// @param receiver takes them, on a thread of the separation's
  public VoiceActivity activity(Hysteresis hysteresis, MixReceiver receiver)
      throws AudioException, ModelException {
    return activity(
        hysteresis,
        (stems, mix, frames) -> receiver.receive(mix, frames),
        separator.listensAlone());
  }

  /// The same, for callers who want the stems too: the song is taken apart.
  ///
  /// @param receiver takes stems and mix, on a thread of the separation's
  public VoiceActivity activity(Hysteresis hysteresis, StemReceiver receiver)
      throws AudioException, ModelException {
    return activity(hysteresis, receiver, false);
  }

  /// @param alone whether the song is not taken apart
  private VoiceActivity activity(Hysteresis hysteresis, StemReceiver receiver, boolean alone)
      throws AudioException, ModelException {
    long begin = System.nanoTime();
    VoiceSource voiceSource = separator.voiceSource();
    var tracker = new VoiceTracker(hysteresis);
    VoiceListener also = voiceListener == null ? VoiceListener.NONE : voiceListener;
    onVoice(
        (start, end, probability) -> {
          tracker.heard(start, end, probability);
          also.heard(start, end, probability);
        });
    AudioSource source = pipeline.open(this::part);
    AudioInfo opened = source.info();
    var progress = new Reporting(opened, begin);
    run(
        opened,
        alone,
        (stems, mix, frames) -> {
          receiver.receive(stems, mix, frames);
          progress.advance(frames);
        });
    var notes = new ArrayList<String>();
    noteSource(opened, source, notes);
    int rate = source.info().sampleRate();
    return new VoiceActivity(
        source.info(),
        progress.done,
        model(separator.voiceCard()),
        voiceSource,
        tracker.timeline(startOn(rate) + (double) progress.done / rate),
        (System.nanoTime() - begin) / 1e9,
        notes);
  }

  /// Where the part begins, on a sample.
  private double startOn(int sampleRate) {
    return (double) Math.round(startSeconds * sampleRate) / sampleRate;
  }

  private AudioSource part() throws AudioException {
    AudioSource song = new FiniteSource(opening.open());
    return startSeconds == 0 && durationSeconds == Double.POSITIVE_INFINITY
        ? song
        : new PartOfSong(song, startSeconds, durationSeconds);
  }

  private void run(AudioInfo info, StemReceiver writing) throws AudioException, ModelException {
    run(info, false, writing);
  }

  /// @param alone whether the song is listened to and not taken apart
  private void run(AudioInfo info, boolean alone, StemReceiver writing)
      throws AudioException, ModelException {
    try {
      if (!alone) {
        separator.checkMemory(info, voiceListener != null);
      }
      separator.begin();
    } catch (AudioException | ModelException | IllegalStateException e) {
      pipeline.cancel();
      throw e;
    }
    try {
      pipeline.run(stems -> song(info, alone, stems), writing);
    } finally {
      separator.end();
    }
  }

  private BlockSeparation song(AudioInfo info, boolean alone, StemReceiver stems)
      throws ModelException {
    VoiceListener listening = voiceListener;
    if (listening == null) {
      return separator.blocks(info.sampleRate(), info.layout(), stems);
    }
    double from = startOn(info.sampleRate());
    VoiceListener inSong =
        (start, end, probability) ->
            listening.heard(Math.max(from, from + start), from + end, probability);
    return alone
        ? separator.listen(info.sampleRate(), info.layout(), stems, inSong)
        : separator.blocks(info.sampleRate(), info.layout(), stems, inSong);
  }

  private SeparationResult result(
      AudioInfo opened, AudioSource source, RenderResult rendered, long begin) {
    AudioInfo info = source.info();
    long nonFiniteSamples = source.nonFiniteSamples();
    var notes = new ArrayList<String>();
    noteSource(opened, source, notes);
    notes.addAll(rendered.notes());
    List<Stem> stems =
        rendered.files().stream()
            .map(f -> new Stem(f.stem(), f.path(), f.frames(), f.peakDbfs()))
            .toList();
    return new SeparationResult(
        info,
        rendered.frames(),
        stems,
        rendered.skipped(),
        model(separator.card()),
        separator.card().provenance().run(),
        rendered.gainDb(),
        nonFiniteSamples,
        (System.nanoTime() - begin) / 1e9,
        notes);
  }

  private static String model(ModelCard card) {
    return card.name() + " " + card.version();
  }

  /// @param opened what the song was when it was opened: damage that shows later has its own note
  private static void noteSource(AudioInfo opened, AudioSource source, List<String> notes) {
    if (opened.gapless() == Gapless.UNKNOWN) {
      notes.add("gapless: unknown (this file does not say what its encoder added at the ends)");
    }
    if (source.nonFiniteSamples() > 0) {
      notes.add(
          source.nonFiniteSamples() == 1
              ? "1 sample was not a number and was taken as silence"
              : source.nonFiniteSamples() + " samples were not numbers and were taken as silence");
    }
    notes.addAll(source.notes());
  }

  /// Counts frames and tells the listener now and then.
  private final class Reporting {
    private final AudioInfo info;
    private final long begin;
    private long done;
    private long lastTold;

    Reporting(AudioInfo info, long begin) {
      this.info = info;
      this.begin = begin;
      this.lastTold = begin;
    }

    void advance(int frames) {
      done += frames;
      long now = System.nanoTime();
      if (now - lastTold >= PROGRESS_NANOS || done == info.declaredFrames()) {
        lastTold = now;
        listener.progressed(
            new Progress(done, info.declaredFrames(), info.sampleRate(), (now - begin) / 1e9));
      }
    }
  }
}

package dev.isolator;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioInfo;
import dev.isolator.audio.AudioSource;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.audio.Decoder;
import dev.isolator.model.Model;
import dev.isolator.model.ModelCard;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import dev.isolator.separation.BlockSeparation;
import dev.isolator.separation.SeparationEngine;
import dev.isolator.separation.StemReceiver;
import dev.isolator.separation.VoiceDetector;
import dev.isolator.voice.Hysteresis;
import dev.isolator.voice.VoiceListener;
import dev.isolator.voice.VoiceSource;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Takes songs apart with one model.
///
/// Opening loads the network, which costs some 100 ms and some 200 MB; after that, memory stays the
/// same however long the songs are. Use one separator for any number of songs, one at a time: a
/// second song's separation fails while the first one's runs. Open several for several at once.
public final class Separator implements AutoCloseable {
  private final SeparatorOptions options;
  private final ModelCard card;
  private final Opening opening;

  /// What says where somebody sings; null = the model that separates.
  private final @Nullable VoiceDetector detector;

  private final AtomicBoolean busy = new AtomicBoolean();
  private @Nullable SeparationEngine engine;

  /// Opens the model that separates.
  @FunctionalInterface
  private interface Opening {
    Model open() throws ModelException;
  }

  private Separator(
      SeparatorOptions options, ModelCard card, Opening opening, @Nullable VoiceDetector detector) {
    this.options = options;
    this.card = card;
    this.opening = opening;
    this.detector = detector;
  }

  /// Opens the default model.
  public static Separator open() throws ModelException {
    return open(SeparatorOptions.defaults());
  }

  /// Opens the model that `options` name, built in, in the user's folder, or a file.
  ///
  /// @throws ModelException if there is none of that name, or it does not open, or takes nothing
  ///   apart
  public static Separator open(SeparatorOptions options) throws ModelException {
    var separator = unopened(options);
    separator.engine();
    return separator;
  }

  /// The same for callers who want to know where somebody sings and perhaps no more
  /// ([Separation#activity()]): where a voice model says it, the model that separates is opened
  /// when the first song is taken apart, if one is.
  ///
  /// @throws ModelException if there is none of that name; if it does not open, then
  public static Separator listening(SeparatorOptions options) throws ModelException {
    var separator = unopened(options);
    if (separator.detector == null) {
      separator.engine();
    }
    return separator;
  }

  private static Separator unopened(SeparatorOptions options) throws ModelException {
    var catalogue = ModelCatalogue.open();
    ModelCatalogue.Entry entry = catalogue.separating(options.model());
    return new Separator(
        options, entry.card(), () -> opened(entry, options), detector(catalogue, options));
  }

  private static Model opened(ModelCatalogue.Entry entry, SeparatorOptions options)
      throws ModelException {
    return entry.open(options.networkThreads(), options.accelerator(), options.precision());
  }

  /// The voice model that the options ask for; null = the model that separates says it itself, also
  /// where the default one is not built in.
  private static @Nullable VoiceDetector detector(
      ModelCatalogue catalogue, SeparatorOptions options) throws ModelException {
    if (options.voiceModel().equals(SeparatorOptions.OWN_VOICE)) {
      return null;
    }
    ModelCatalogue.Entry entry = catalogue.voice(options.voiceModel()).orElse(null);
    return entry == null
        ? null
        : VoiceDetector.of(entry.card(), () -> opened(entry, options), options.networkThreads());
  }

  /// Takes songs apart with a model that the caller opened, such as one that wraps another. It is
  /// closed with the separator, or if it cannot do what the options ask for.
  ///
  /// @param options how; their model, accelerator and precision are those that the caller opened it
  ///   with
  /// @throws ModelException if the masking wants what the model does not have
  public static Separator of(Model model, SeparatorOptions options) throws ModelException {
    VoiceDetector detector;
    try {
      detector = detector(ModelCatalogue.open(), options);
    } catch (ModelException e) {
      model.close();
      throw e;
    }
    var separator = new Separator(options, model.card(), () -> model, detector);
    separator.engine();
    return separator;
  }

  /// The engine, with the model opened.
  private synchronized SeparationEngine engine() throws ModelException {
    SeparationEngine ready = engine;
    if (ready == null) {
      ready =
          SeparationEngine.of(
              opening.open(),
              options.analysis(),
              options.masking(),
              detector,
              options.networkThreads());
      engine = ready;
    }
    return ready;
  }

  /// How it takes songs apart.
  public SeparatorOptions options() {
    return options;
  }

  /// What the model is.
  public ModelCard card() {
    return card;
  }

  /// What the model is that says where somebody sings, the one that separates or another.
  public ModelCard voiceCard() {
    return detector == null ? card : detector.card();
  }

  /// What runs the network and why, in a sentence: `cpu`, or `cpu: CUDA was asked for, but …`. `not
  /// opened` before the first song is taken apart by one from [#listening].
  public synchronized String accelerator() {
    return engine == null ? "not opened" : engine.model().accelerator();
  }

  /// What says where somebody sings: a voice model ([SeparatorOptions#voiceModel]), else the
  /// network that separates, or the level of its vocal stem.
  ///
  /// @throws ModelException if it can be none of them: there is no stem named `vocals`
  public VoiceSource voiceSource() throws ModelException {
    return detector == null ? engine().voiceSource() : VoiceSource.DETECTOR;
  }

  /// How probabilities become spans: with the thresholds of the card of the model that says where
  /// somebody sings ([#voiceCard()]), which were found on validation songs, else those of
  /// [Hysteresis#defaults].
  public Hysteresis hysteresis() {
    var usual = Hysteresis.defaults();
    var said = voiceCard().voice();
    return new Hysteresis(
        said.onOr(usual.on()),
        said.offOr(usual.off()),
        usual.leastVoiceSeconds(),
        usual.leastPauseSeconds());
  }

  /// A song to take apart; nothing is read yet.
  ///
  /// @param song a file that FFmpeg can decode, or a named pipe; its name without ending is the
  ///   song's name
  public Separation separate(Path song) {
    return new Separation(
        this, nameOf(song), () -> Decoder.open(song, options.track(), options.limits()));
  }

  /// A song that comes through a pipe, in any format that [#separate(Path)] takes. Nothing is read
  /// yet; the separation reads the stream to its end and closes it.
  ///
  /// @param name what the song is called in file names and messages
  public Separation separate(InputStream pipe, String name) {
    return new Separation(
        this, name, () -> Decoder.open(pipe, name, options.track(), options.limits()));
  }

  /// A song that is already being decoded; the separation closes it.
  ///
  /// @param name what the song is called in file names
  public Separation separate(AudioSource song, String name) {
    return new Separation(this, name, () -> song);
  }

  /// A song whose samples are in memory, given and taken block by block, on the caller's thread.
  ///
  /// @param sampleRate in Hz, 1 000 to 768 000
  /// @param layout of the channels
  /// @param receiver takes the stems, at most [StemReceiver#MAX_FRAMES] frames at a time
  /// @throws ModelException if the model does not take songs of that rate
  public BlockSeparation blocks(int sampleRate, ChannelLayout layout, StemReceiver receiver)
      throws ModelException {
    return engine().begin(sampleRate, layout, receiver);
  }

  /// The same, for callers who also want to know where somebody sings.
  ///
  /// @param listener hears it in the song's order, on the caller's thread
  /// @throws ModelException if the model does not take songs of that rate, or cannot say it, see
  ///   [#voiceSource()]
  public BlockSeparation blocks(
      int sampleRate, ChannelLayout layout, StemReceiver receiver, VoiceListener listener)
      throws ModelException {
    return engine().begin(sampleRate, layout, receiver, listener);
  }

  /// A song that is listened to, and taken apart only where that is what says where somebody sings.
  ///
  /// @param receiver takes the song, whose stems may be there or not
  BlockSeparation listen(
      int sampleRate, ChannelLayout layout, StemReceiver receiver, VoiceListener listener)
      throws ModelException {
    return detector == null
        ? blocks(sampleRate, layout, receiver, listener)
        : detector.begin(sampleRate, layout, receiver, listener);
  }

  /// Refuses a song that needs more memory than Java may use.
  ///
  /// @param listening whether it is asked where somebody sings
  void checkMemory(AudioInfo song, boolean listening) throws AudioException, ModelException {
    engine().checkMemory(song, listening);
  }

  /// Whether a song is listened to without the model that separates.
  boolean listensAlone() {
    return detector != null;
  }

  /// A file's name without its ending: `song` for `a/song.mp3`; names that begin with their only
  /// dot stay whole.
  private static String nameOf(Path file) {
    Path last = file.getFileName();
    String name = last == null ? file.toString() : last.toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /// Takes the network for one song.
  void begin() {
    if (!busy.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "this separator is busy with another song; wait for it, or open a second separator");
    }
  }

  /// Gives it back.
  void end() {
    busy.set(false);
  }

  /// Frees the network. No separation may be running.
  @Override
  public synchronized void close() {
    if (engine != null) {
      engine.close();
    }
    if (detector != null) {
      detector.close();
    }
  }
}

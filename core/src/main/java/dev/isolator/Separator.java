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
import dev.isolator.voice.Hysteresis;
import dev.isolator.voice.VoiceListener;
import dev.isolator.voice.VoiceSource;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/// Takes songs apart with one model.
///
/// Opening loads the network, which costs some 100 ms and some 200 MB; after that, memory stays the
/// same however long the songs are. Use one separator for any number of songs, one at a time: a
/// second song's separation fails while the first one's runs. Open several for several at once.
public final class Separator implements AutoCloseable {
  private final SeparatorOptions options;
  private final SeparationEngine engine;
  private final AtomicBoolean busy = new AtomicBoolean();

  private Separator(SeparatorOptions options, SeparationEngine engine) {
    this.options = options;
    this.engine = engine;
  }

  /// Opens the default model.
  public static Separator open() throws ModelException {
    return open(SeparatorOptions.defaults());
  }

  /// Opens the model that `options` name, built in, in the user's folder, or a file.
  ///
  /// @throws ModelException if there is none of that name, or it does not open
  public static Separator open(SeparatorOptions options) throws ModelException {
    int threads = options.networkThreads();
    ModelCatalogue.Entry entry = ModelCatalogue.open().find(options.model());
    Model model = entry.open(threads, options.accelerator(), options.precision());
    return of(model, options);
  }

  /// Takes songs apart with a model that the caller opened, such as one that wraps another. It is
  /// closed with the separator, or if it cannot do what the options ask for.
  ///
  /// @param options how; their model, accelerator and precision are those that the caller opened it
  ///   with
  /// @throws ModelException if the masking wants what the model does not have
  public static Separator of(Model model, SeparatorOptions options) throws ModelException {
    return new Separator(
        options,
        SeparationEngine.of(
            model, options.analysis(), options.masking(), options.networkThreads()));
  }

  /// How it takes songs apart.
  public SeparatorOptions options() {
    return options;
  }

  /// What the model is.
  public ModelCard card() {
    return engine.model().card();
  }

  /// What runs the network and why, in a sentence: `cpu`, or `cpu: CUDA was asked for, but …`.
  public String accelerator() {
    return engine.model().accelerator();
  }

  /// What says where somebody sings: the network itself, or the level of its vocal stem.
  ///
  /// @throws ModelException if it can be neither: there is no stem named `vocals`
  public VoiceSource voiceSource() throws ModelException {
    return engine.voiceSource();
  }

  /// How probabilities become spans: with the thresholds of the model's card, which were found on
  /// validation songs, else those of [Hysteresis#defaults].
  public Hysteresis hysteresis() {
    var usual = Hysteresis.defaults();
    var said = card().voice();
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
    return engine.begin(sampleRate, layout, receiver);
  }

  /// The same, for callers who also want to know where somebody sings.
  ///
  /// @param listener hears it in the song's order, on the caller's thread
  /// @throws ModelException if the model does not take songs of that rate, or cannot say it, see
  ///   [#voiceSource()]
  public BlockSeparation blocks(
      int sampleRate, ChannelLayout layout, StemReceiver receiver, VoiceListener listener)
      throws ModelException {
    return engine.begin(sampleRate, layout, receiver, listener);
  }

  /// Refuses a song that needs more memory than Java may use.
  void checkMemory(AudioInfo song) throws AudioException {
    engine.checkMemory(song);
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
  public void close() {
    engine.close();
  }
}

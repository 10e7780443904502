package dev.isolator;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioSource;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.audio.Decoder;
import dev.isolator.mask.Masking;
import dev.isolator.mask.VoiceGate;
import dev.isolator.model.ChunkPlan;
import dev.isolator.model.MaskModel;
import dev.isolator.model.Model;
import dev.isolator.model.ModelCard;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import dev.isolator.model.WaveModel;
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
  /// The stem that is the voice.
  static final String VOCALS = "vocals";

  private final SeparatorOptions options;
  private final Model model;
  private final Workers workers;
  private final AtomicBoolean busy = new AtomicBoolean();

  private Separator(SeparatorOptions options, Model model, int threads) {
    this.options = options;
    this.model = model;
    this.workers = new Workers(threads);
  }

  /// Opens the default model.
  public static Separator open() throws ModelException {
    return open(SeparatorOptions.defaults());
  }

  /// Opens the model that `options` name, built in, in the user's folder, or a file.
  ///
  /// @throws ModelException if there is none of that name, or it does not open
  public static Separator open(SeparatorOptions options) throws ModelException {
    int threads =
        options.threads() == 0 ? Runtime.getRuntime().availableProcessors() : options.threads();
    ModelCatalogue.Entry entry = ModelCatalogue.open().find(options.model());
    Model model = entry.open(threads, options.accelerator());
    try {
      checkGate(model, options.masking());
    } catch (ModelException e) {
      model.close();
      throw e;
    }
    return new Separator(options, model, threads);
  }

  private static void checkGate(Model model, Masking masking) throws ModelException {
    ModelCard card = model.card();
    if (!MaskedSong.isGated(card, masking)) {
      return;
    }
    if (!(model instanceof MaskModel masks) || masks.voice() == null) {
      throw new ModelException(
          "%s: the voice gate wants a model that says where somebody sings (an output named voice), found none; leave the gate off, or choose another model"
              .formatted(card.name()));
    }
    if (!card.stems().subList(0, card.stems().size() - 1).contains(VOCALS)) {
      throw new ModelException(
          "%s: the voice gate wants a stem named %s that is not the last, found %s; leave the gate off, or choose another model"
              .formatted(card.name(), VOCALS, String.join(", ", card.stems())));
    }
    try {
      ChunkPlan.of(card, VoiceGate.reach((double) card.hopLength() / card.sampleRate()));
    } catch (IllegalArgumentException e) {
      throw new ModelException(String.valueOf(e.getMessage()), e);
    }
  }

  /// How it takes songs apart.
  public SeparatorOptions options() {
    return options;
  }

  /// What the model is.
  public ModelCard card() {
    return model.card();
  }

  /// What runs the network and why, in a sentence: `cpu`, or `cpu: CUDA was asked for, but …`.
  public String accelerator() {
    return model.accelerator();
  }

  /// What says where somebody sings: the network itself, or the level of its vocal stem.
  ///
  /// @throws ModelException if it can be neither: there is no stem named `vocals`
  public VoiceSource voiceSource() throws ModelException {
    if (model instanceof MaskModel masks && masks.voice() != null) {
      return VoiceSource.NETWORK;
    }
    if (!card().stems().contains(VOCALS)) {
      throw new ModelException(
          "%s: expected an output named voice, or a stem named %s, to know where somebody sings, found the stems %s; choose another model"
              .formatted(card().name(), VOCALS, String.join(", ", card().stems())));
    }
    return VoiceSource.STEM_ENERGY;
  }

  /// A song to take apart; nothing is read yet.
  ///
  /// @param song a file that FFmpeg can decode; its name without ending is the song's name
  public Separation separate(Path song) {
    return new Separation(this, SongName.of(song), () -> Decoder.open(song, options.limits()));
  }

  /// A song that comes through a pipe, in any format that [#separate(Path)] takes. Nothing is read
  /// yet; the separation reads the stream to its end and closes it.
  ///
  /// @param name what the song is called in file names and messages
  public Separation separate(InputStream pipe, String name) {
    return new Separation(this, name, () -> Decoder.open(pipe, name, options.limits()));
  }

  /// A song that is already being decoded; the separation closes it.
  ///
  /// @param name what the song is called in file names
  public Separation separate(AudioSource song, String name) {
    return new Separation(this, name, () -> song);
  }

  /// A song whose samples are in memory, given and taken block by block, on the caller's thread.
  ///
  /// @param sampleRate in Hz, 8 000 to 192 000
  /// @param layout of the channels
  /// @param receiver takes the stems
  public BlockSeparation blocks(int sampleRate, ChannelLayout layout, StemReceiver receiver) {
    return song(sampleRate, layout, receiver, VoiceListener.NONE);
  }

  /// The same, for callers who also want to know where somebody sings.
  ///
  /// @param listener hears it in the song's order, on the caller's thread
  /// @throws ModelException if the model cannot say it, see [#voiceSource()]
  public BlockSeparation blocks(
      int sampleRate, ChannelLayout layout, StemReceiver receiver, VoiceListener listener)
      throws ModelException {
    return switch (voiceSource()) {
      case NETWORK -> song(sampleRate, layout, receiver, listener);
      case STEM_ENERGY ->
          new EnergyVoice(
              stems -> blocks(sampleRate, layout, stems),
              receiver,
              card().stems().indexOf(VOCALS),
              sampleRate,
              layout.count(),
              listener);
    };
  }

  private BlockSeparation song(
      int sampleRate, ChannelLayout layout, StemReceiver receiver, VoiceListener listener) {
    if (sampleRate < 8_000 || sampleRate > 192_000) {
      throw new IllegalArgumentException(
          "sampleRate must be from 8000 to 192000 Hz, was " + sampleRate);
    }
    return switch (model) {
      case MaskModel masks ->
          new MaskedSong(masks, options.masking(), sampleRate, layout, workers, receiver, listener);
      case WaveModel waves -> new WholeSong(waves, sampleRate, layout.count(), receiver);
    };
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
    workers.close();
    model.close();
  }

  /// Opens a song's samples when the separation starts.
  @FunctionalInterface
  interface Opening {
    AudioSource open() throws AudioException;
  }
}

package dev.isolator;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioSource;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.audio.Decoder;
import dev.isolator.model.MaskModel;
import dev.isolator.model.Model;
import dev.isolator.model.ModelCard;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import dev.isolator.model.WaveModel;
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
    return new Separator(options, entry.open(threads, options.accelerator()), threads);
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
    if (sampleRate < 8_000 || sampleRate > 192_000) {
      throw new IllegalArgumentException(
          "sampleRate must be from 8000 to 192000 Hz, was " + sampleRate);
    }
    return switch (model) {
      case MaskModel masks ->
          new MaskedSong(masks, options.masking(), sampleRate, layout, workers, receiver);
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

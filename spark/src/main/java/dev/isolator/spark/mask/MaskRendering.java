package dev.isolator.spark.mask;

import dev.isolator.Separation;
import dev.isolator.SeparationResult;
import dev.isolator.Separator;
import dev.isolator.SeparatorOptions;
import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioException.Kind;
import dev.isolator.audio.AudioInfo;
import dev.isolator.audio.AudioSource;
import dev.isolator.audio.Decoder;
import dev.isolator.file.Sha256;
import dev.isolator.mask.Masking;
import dev.isolator.mask.VoiceGating;
import dev.isolator.model.Model;
import dev.isolator.model.ModelException;
import dev.isolator.render.RenderOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// Song + masks → stems, and the other way round: song → masks.
public final class MaskRendering {
  private MaskRendering() {}

  /// Makes stems, without a network.
  ///
  /// @param options how; of the masking, hard masks are taken of the 8-bit ones
  /// @param name what the song is called in file names
  /// @throws AudioException if the masks are of another file than the song, or one of them is
  ///   broken
  public static SeparationResult render(
      Path song,
      Path masks,
      SeparatorOptions options,
      RenderOptions rendering,
      String name,
      Path directory)
      throws IOException, ModelException {
    try (var file = MaskFile.open(masks)) {
      String hash = Sha256.of(song);
      if (!hash.equals(file.songHash())) {
        throw new AudioException(
            Kind.CORRUPT,
            masks.toString(),
            "expected masks of %s (SHA-256 %s), found those of another file (%s); give the song that they were made of"
                .formatted(song, hash.substring(0, 12), file.songHash().substring(0, 12)));
      }
      var model = new RecordedMasks(file, options.masking());
      try (var separator = Separator.of(model, options)) {
        AudioSource source = Decoder.open(song, options.track(), options.limits());
        try {
          checkForm(source.info(), file, masks);
        } catch (AudioException e) {
          source.close();
          throw e;
        }
        return separator.separate(source, name).render(rendering).writeTo(directory);
      }
    }
  }

  private static void checkForm(AudioInfo song, MaskFile file, Path masks) throws AudioException {
    if (song.sampleRate() != file.sampleRate() || song.layout().count() != file.channels()) {
      throw new AudioException(
          Kind.CORRUPT,
          masks.toString(),
          "expected masks of %d channels at %d Hz, found %d at %d Hz; make them again"
              .formatted(
                  song.layout().count(), song.sampleRate(), file.channels(), file.sampleRate()));
    }
  }

  /// Takes a song apart and keeps the masks.
  ///
  /// @param separator opened with `recorder` by [#separatorOf]
  /// @param hash the SHA-256 of the song's file
  /// @param begun is given the separation before it runs, to cancel it
  /// @return samples per channel of the song, and its rate
  public static Recorded record(
      Path song,
      String hash,
      MaskRecorder recorder,
      Separator separator,
      Path target,
      Consumer<Separation> begun)
      throws IOException, ModelException {
    SeparatorOptions options = separator.options();
    AudioSource source = Decoder.open(song, options.track(), options.limits());
    boolean open = false;
    try {
      recorder.begin(target, source, hash);
      open = true;
    } finally {
      if (!open) {
        source.close();
      }
    }
    try {
      var separation = separator.separate(source, String.valueOf(song.getFileName()));
      begun.accept(separation);
      var samples = new long[1];
      AudioInfo info = separation.sendTo((stems, mix, frames) -> samples[0] += frames);
      recorder.finish(samples[0]);
      return new Recorded(samples[0], info.sampleRate(), source.notes());
    } catch (UncheckedIOException e) { // the recorder could not write
      throw e.getCause();
    } finally {
      recorder.abandon();
    }
  }

  /// What was recorded.
  ///
  /// @param samples per channel
  /// @param notes what a user should know of the song, a sentence each
  public record Recorded(long samples, int sampleRate, List<String> notes) {}

  /// A separator around a recorder: soft masks, no gate, no filter. What was asked for beyond is
  /// for the rendering.
  public static Separator separatorOf(MaskRecorder recorder, SeparatorOptions options)
      throws ModelException {
    Model model = recorder;
    return Separator.of(
        model, options.withMasking(Masking.soft().withVoiceGating(VoiceGating.OFF)));
  }
}

package dev.isolator.cli;

import dev.isolator.SeparationResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What `--json` prints of a song, one line each. Keys may be added within a schema version; none
/// changes its meaning or goes. All keys are always there; what does not apply is null.
///
/// @param schema `isolator-separation`
/// @param version 1
/// @param status `done`, `skipped` or `failed`
/// @param input the song as the user named it, `-` for a pipe
/// @param container FFmpeg's name of the song's container, such as `mp3`
/// @param codec FFmpeg's name of its codec
/// @param sampleRate of the song, in Hz
/// @param channels of the song
/// @param frames samples per channel that were separated
/// @param seconds `frames` as time
/// @param gapless `exact` or `unknown`: whether place and length are the original's
/// @param model name and version of the model
/// @param accelerator what ran the model and why: `cpu`, or `cpu: ` and the reason
/// @param gainDb the common gain of all stems, 0 or less
/// @param nonFiniteSamples samples of the song that were NaN or infinite, taken as silence
/// @param stems the files that were written, remixes last
/// @param skippedFiles files that existed and were left as they are (`--skip-existing`)
/// @param notes what a user should know, a sentence each
/// @param elapsedSeconds wall-clock time it took
/// @param realTimeFactor `seconds` / `elapsedSeconds`
/// @param kind of the failure, such as `corrupt`
/// @param exitCode that goes with `kind`
/// @param message of the failure, one line
record SongJson(
    String schema,
    int version,
    String status,
    String input,
    @Nullable String container,
    @Nullable String codec,
    @Nullable Integer sampleRate,
    @Nullable Integer channels,
    @Nullable Long frames,
    @Nullable Double seconds,
    @Nullable String gapless,
    @Nullable String model,
    @Nullable String accelerator,
    @Nullable Double gainDb,
    @Nullable Long nonFiniteSamples,
    List<StemJson> stems,
    List<String> skippedFiles,
    List<String> notes,
    @Nullable Double elapsedSeconds,
    @Nullable Double realTimeFactor,
    @Nullable String kind,
    @Nullable Integer exitCode,
    @Nullable String message) {
  private static final String SCHEMA = "isolator-separation";
  private static final int VERSION = 1;

  /// @param name of the stem or remix
  /// @param file where it is
  /// @param frames samples per channel in it
  /// @param peakDbfs its highest sample in dB of full scale; null for silence
  record StemJson(String name, String file, long frames, @Nullable Double peakDbfs) {}

  static SongJson done(String input, String accelerator, SeparationResult result) {
    var song = result.input();
    return new SongJson(
        SCHEMA,
        VERSION,
        "done",
        input,
        song.container(),
        song.codec(),
        song.sampleRate(),
        song.layout().count(),
        result.frames(),
        result.frames() / (double) song.sampleRate(),
        word(song.gapless()),
        result.model(),
        accelerator,
        result.gainDb(),
        result.nonFiniteSamples(),
        result.stems().stream()
            .map(
                stem ->
                    new StemJson(
                        stem.name(),
                        stem.file().toString(),
                        stem.frames(),
                        Double.isFinite(stem.peakDbfs()) ? (Double) stem.peakDbfs() : null))
            .toList(),
        result.skipped().stream().map(Path::toString).toList(),
        result.notes(),
        result.seconds(),
        result.realTimeFactor(),
        null,
        null,
        null);
  }

  static SongJson skipped(String input, List<Path> files) {
    return without("skipped", input, files.stream().map(Path::toString).toList(), null, null);
  }

  static SongJson failed(String input, ExitCode code, String message) {
    return without("failed", input, List.of(), code, message);
  }

  private static SongJson without(
      String status,
      String input,
      List<String> skippedFiles,
      @Nullable ExitCode code,
      @Nullable String message) {
    return new SongJson(
        SCHEMA,
        VERSION,
        status,
        input,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        skippedFiles,
        List.of(),
        null,
        null,
        code == null ? null : word(code),
        code == null ? null : (Integer) code.number(),
        message);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /// The line, without its end.
  String line() {
    return JsonLine.of(this);
  }
}

package dev.isolator.cli;

import dev.isolator.SeparationResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What `separate --json` prints of a song, one line each; see [JsonLine].
record SongJson(JsonLine.Head head, Input input, Outcome outcome, JsonLine.Failure failure) {
  private static final String SCHEMA = "isolator-separation";
  private static final int VERSION = 1;

  /// What the song is; all null unless it was separated.
  ///
  /// @param container FFmpeg's name of the song's container, such as `mp3`
  /// @param codec FFmpeg's name of its codec
  /// @param sampleRate of the song, in Hz
  /// @param channels of the song
  /// @param frames samples per channel that were separated
  /// @param seconds `frames` as time
  /// @param gapless `exact` or `unknown`: whether place and length are the original's
  record Input(
      @Nullable String container,
      @Nullable String codec,
      @Nullable Integer sampleRate,
      @Nullable Integer channels,
      @Nullable Long frames,
      @Nullable Double seconds,
      @Nullable String gapless) {
    static final Input UNKNOWN = new Input(null, null, null, null, null, null, null);
  }

  /// What became of it.
  ///
  /// @param model name and version of the model
  /// @param run of the learning loop that trained the model; null where none did
  /// @param accelerator what ran the model and why: `cpu`, or `cpu: ` and the reason
  /// @param gainDb the common gain of all stems, 0 or less
  /// @param nonFiniteSamples samples of the song that were NaN or infinite, taken as silence
  /// @param stems the files that were written, remixes last
  /// @param skippedFiles files that existed and were left as they are (`--skip-existing`)
  /// @param notes what a user should know, a sentence each
  /// @param elapsedSeconds wall-clock time it took
  /// @param realTimeFactor `seconds` / `elapsedSeconds`
  record Outcome(
      @Nullable String model,
      @Nullable String run,
      @Nullable String accelerator,
      @Nullable Double gainDb,
      @Nullable Long nonFiniteSamples,
      List<StemJson> stems,
      List<String> skippedFiles,
      List<String> notes,
      @Nullable Double elapsedSeconds,
      @Nullable Double realTimeFactor) {
    /// Nothing was written.
    static Outcome nothing(List<String> skippedFiles) {
      return new Outcome(
          null, null, null, null, null, List.of(), skippedFiles, List.of(), null, null);
    }
  }

  /// @param name of the stem or remix
  /// @param file where it is
  /// @param frames samples per channel in it
  /// @param peakDbfs its highest sample in dB of full scale; null for silence
  record StemJson(String name, String file, long frames, @Nullable Double peakDbfs) {}

  static SongJson done(String song, String accelerator, SeparationResult result) {
    var audio = result.input();
    var input =
        new Input(
            audio.container(),
            audio.codec(),
            audio.sampleRate(),
            audio.layout().count(),
            result.frames(),
            result.frames() / (double) audio.sampleRate(),
            audio.gapless().name().toLowerCase(Locale.ROOT));
    var outcome =
        new Outcome(
            result.model(),
            result.run().isEmpty() ? null : result.run(),
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
            result.realTimeFactor());
    return new SongJson(head("done", song), input, outcome, JsonLine.Failure.NONE);
  }

  static SongJson skipped(String song, List<Path> files) {
    var outcome = Outcome.nothing(files.stream().map(Path::toString).toList());
    return new SongJson(head("skipped", song), Input.UNKNOWN, outcome, JsonLine.Failure.NONE);
  }

  static SongJson failed(String song, ExitCode code, String message) {
    return new SongJson(
        head("failed", song),
        Input.UNKNOWN,
        Outcome.nothing(List.of()),
        JsonLine.Failure.of(code, message));
  }

  private static JsonLine.Head head(String status, String song) {
    return new JsonLine.Head(SCHEMA, VERSION, status, song);
  }

  /// The line, without its end.
  String line() {
    return JsonLine.of(head, input, outcome, failure);
  }
}

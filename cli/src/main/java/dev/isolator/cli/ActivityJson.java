package dev.isolator.cli;

import dev.isolator.VoiceActivity;
import dev.isolator.voice.Hysteresis;
import dev.isolator.voice.VoiceLabels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `activity --format json` says of a song, one line each, printed or in a file; see
/// [JsonLine].
record ActivityJson(JsonLine.Head head, Input input, Activity activity, JsonLine.Failure failure) {
  private static final String SCHEMA = "isolator-activity";
  private static final int VERSION = 1;

  /// What was listened to; all null if that failed.
  ///
  /// @param frames samples per channel that were listened to
  /// @param seconds `frames` as time
  /// @param sampleRate of the song, in Hz
  record Input(@Nullable Long frames, @Nullable Double seconds, @Nullable Integer sampleRate) {
    static final Input UNKNOWN = new Input(null, null, null);
  }

  /// Where somebody sings.
  ///
  /// @param model name and version of the model that says it
  /// @param source `voice network` for a model that says nothing else; of one that takes songs
  ///   apart `network` for an output of its network, else `stem energy`
  /// @param on probability at which voice begins
  /// @param off probability below which it ends
  /// @param voiceSeconds seconds with voice
  /// @param voice the spans, in seconds of the song
  /// @param notes what a user should know, a sentence each
  /// @param elapsedSeconds wall-clock time it took
  record Activity(
      @Nullable String model,
      @Nullable String source,
      @Nullable Double on,
      @Nullable Double off,
      @Nullable Double voiceSeconds,
      List<SpanJson> voice,
      List<String> notes,
      @Nullable Double elapsedSeconds) {
    static final Activity UNKNOWN =
        new Activity(null, null, null, null, null, List.of(), List.of(), null);
  }

  /// @param start in seconds, to the microsecond
  /// @param end in seconds
  record SpanJson(double start, double end) {}

  static ActivityJson done(String song, Hysteresis hysteresis, VoiceActivity found) {
    int sampleRate = found.input().sampleRate();
    var input = new Input(found.frames(), found.frames() / (double) sampleRate, sampleRate);
    var activity =
        new Activity(
            found.model(),
            found.source().words(),
            hysteresis.on(),
            hysteresis.off(),
            VoiceLabels.rounded(found.timeline().seconds()),
            found.timeline().spans().stream()
                .map(
                    span ->
                        new SpanJson(
                            VoiceLabels.rounded(span.startSeconds()),
                            VoiceLabels.rounded(span.endSeconds())))
                .toList(),
            found.notes(),
            found.seconds());
    return new ActivityJson(head("done", song), input, activity, JsonLine.Failure.NONE);
  }

  static ActivityJson failed(String song, ExitCode code, String message) {
    return new ActivityJson(
        head("failed", song), Input.UNKNOWN, Activity.UNKNOWN, JsonLine.Failure.of(code, message));
  }

  private static JsonLine.Head head(String status, String song) {
    return new JsonLine.Head(SCHEMA, VERSION, status, song);
  }

  /// The line, without its end.
  String line() {
    return JsonLine.of(head, input, activity, failure);
  }
}

package dev.isolator.cli;

import dev.isolator.VoiceActivity;
import dev.isolator.voice.Hysteresis;
import dev.isolator.voice.VoiceLabels;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What `activity --format json` says of a song, one line each, printed or in a file. Keys may be
/// added within a schema version. All keys are always there; what does not apply is null.
///
/// @param schema `isolator-activity`
/// @param version 1
/// @param status `done` or `failed`
/// @param input the song as the user named it, `-` for a pipe
/// @param frames samples per channel that were listened to
/// @param seconds `frames` as time
/// @param sampleRate of the song, in Hz
/// @param model name and version of the model
/// @param source `network`, or `stem energy` where the model does not say who sings
/// @param on probability at which voice begins
/// @param off probability below which it ends
/// @param voiceSeconds seconds with voice
/// @param voice the spans, in seconds of the song
/// @param notes what a user should know, a sentence each
/// @param elapsedSeconds wall-clock time it took
/// @param kind of the failure, such as `corrupt`
/// @param exitCode that goes with `kind`
/// @param message of the failure, one line
record ActivityJson(
    String schema,
    int version,
    String status,
    String input,
    @Nullable Long frames,
    @Nullable Double seconds,
    @Nullable Integer sampleRate,
    @Nullable String model,
    @Nullable String source,
    @Nullable Double on,
    @Nullable Double off,
    @Nullable Double voiceSeconds,
    List<SpanJson> voice,
    List<String> notes,
    @Nullable Double elapsedSeconds,
    @Nullable String kind,
    @Nullable Integer exitCode,
    @Nullable String message) {
  private static final String SCHEMA = "isolator-activity";
  private static final int VERSION = 1;

  /// @param start in seconds, to the microsecond
  /// @param end in seconds
  record SpanJson(double start, double end) {}

  static ActivityJson done(String input, Hysteresis hysteresis, VoiceActivity activity) {
    var song = activity.input();
    return new ActivityJson(
        SCHEMA,
        VERSION,
        "done",
        input,
        activity.frames(),
        activity.frames() / (double) song.sampleRate(),
        song.sampleRate(),
        activity.model(),
        activity.source().words(),
        hysteresis.on(),
        hysteresis.off(),
        VoiceLabels.rounded(activity.timeline().seconds()),
        activity.timeline().spans().stream()
            .map(
                span ->
                    new SpanJson(
                        VoiceLabels.rounded(span.startSeconds()),
                        VoiceLabels.rounded(span.endSeconds())))
            .toList(),
        activity.notes(),
        activity.seconds(),
        null,
        null,
        null);
  }

  static ActivityJson failed(String input, ExitCode code, String message) {
    return new ActivityJson(
        SCHEMA,
        VERSION,
        "failed",
        input,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        List.of(),
        null,
        code.name().toLowerCase(Locale.ROOT),
        code.number(),
        message);
  }

  /// The line, without its end.
  String line() {
    return JsonLine.of(this);
  }
}

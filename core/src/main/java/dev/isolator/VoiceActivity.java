package dev.isolator;

import dev.isolator.audio.AudioInfo;
import dev.isolator.voice.VoiceSource;
import dev.isolator.voice.VoiceTimeline;
import java.util.List;

/// Where somebody sings in a song.
///
/// @param input what the song was
/// @param frames samples per channel that were listened to
/// @param model name and version of the model that says whether somebody sings
/// @param source what says whether somebody sings
/// @param timeline in seconds of the song, also where a part of it was taken
/// @param seconds wall-clock time it took
/// @param notes what a user should know, a sentence each
public record VoiceActivity(
    AudioInfo input,
    long frames,
    String model,
    VoiceSource source,
    VoiceTimeline timeline,
    double seconds,
    List<String> notes) {
  public VoiceActivity {
    notes = List.copyOf(notes);
  }
}

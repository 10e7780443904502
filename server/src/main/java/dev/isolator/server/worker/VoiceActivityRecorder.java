package dev.isolator.server.worker;

import com.google.gson.stream.JsonWriter;
import dev.isolator.SeparationResult;
import dev.isolator.Separator;
import dev.isolator.model.ModelException;
import dev.isolator.voice.Hysteresis;
import dev.isolator.voice.VoiceLabels;
import dev.isolator.voice.VoiceListener;
import dev.isolator.voice.VoiceSource;
import dev.isolator.voice.VoiceSpan;
import dev.isolator.voice.VoiceTracker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Records voice activity while a song is separated, whichever stems are kept. The result is that
/// of `isolator activity` for the same song.
final class VoiceActivityRecorder {
  /// The stem that holds the voice.
  private static final String VOCALS = "vocals";

  private final VoiceSource source;
  private final VoiceTracker tracker;

  private VoiceActivityRecorder(VoiceSource source, Hysteresis hysteresis) {
    this.source = source;
    this.tracker = new VoiceTracker(hysteresis);
  }

  /// A recorder for a separator; nothing if its model cannot tell voice activity.
  static @Nullable VoiceActivityRecorder forSeparator(Separator separator) {
    try {
      return new VoiceActivityRecorder(separator.voiceSource(), separator.hysteresis());
    } catch (ModelException e) {
      return null; // no output for it, and no stem that is the voice: a song's drums, perhaps
    }
  }

  VoiceListener listener() {
    return tracker;
  }

  /// Writes the interface's `Activity`. Times count from the beginning of the stems, which is the
  /// beginning of the requested part.
  ///
  /// @param startSeconds beginning of the requested part
  void writeTo(Path file, double startSeconds, SeparationResult song) throws IOException {
    int rate = song.input().sampleRate();
    double from = (double) Math.round(startSeconds * rate) / rate;
    double seconds = (double) song.frames() / rate;
    var timeline = tracker.timeline(from + seconds);
    try (var json = new JsonWriter(Files.newBufferedWriter(file))) {
      json.beginObject();
      json.name("stem").value(VOCALS);
      json.name("source").value(name(source));
      json.name("voiceSeconds").value(VoiceLabels.rounded(timeline.seconds()));
      json.name("seconds").value(VoiceLabels.rounded(seconds));
      json.name("spans").beginArray();
      for (VoiceSpan span : timeline.spans()) {
        json.beginObject();
        json.name("startSeconds").value(VoiceLabels.rounded(span.startSeconds() - from));
        json.name("endSeconds").value(VoiceLabels.rounded(span.endSeconds() - from));
        json.endObject();
      }
      json.endArray();
      json.endObject();
    }
  }

  private static String name(VoiceSource source) {
    return switch (source) {
      case DETECTOR, NETWORK -> "model";
      case STEM_ENERGY -> "energy";
    };
  }
}

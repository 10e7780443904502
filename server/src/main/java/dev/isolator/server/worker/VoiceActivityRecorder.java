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

/// Where somebody sings, heard while the song is taken apart, whichever stems are kept. It is what
/// `isolator activity` says of the same song.
final class SungParts {
  /// The stem that is the voice.
  private static final String VOCALS = "vocals";

  private final VoiceSource source;
  private final VoiceTracker tracker = new VoiceTracker(Hysteresis.defaults());

  private SungParts(VoiceSource source) {
    this.source = source;
  }

  /// Listens with a model, or not, if it knows no voice.
  static @Nullable SungParts listenWith(Separator separator) {
    try {
      return new SungParts(separator.voiceSource());
    } catch (ModelException e) {
      return null; // no output for it, and no stem that is the voice: a song's drums, perhaps
    }
  }

  VoiceListener listener() {
    return tracker;
  }

  /// Writes the interface's `Activity`: seconds of the stems, which begin where the part begins.
  ///
  /// @param startSeconds of the part, as it was asked for
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
      case NETWORK -> "model";
      case STEM_ENERGY -> "energy";
    };
  }
}

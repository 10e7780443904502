package dev.isolator.learn.data;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import dev.isolator.evaluate.songs.Multitrack;
import dev.isolator.file.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A song that people gave, and what they say of it.
///
/// @param sha256 of the song's bytes, or of the hashes of its corrected stems; lower-case hex
/// @param audio the song; missing where only corrected stems are there
/// @param corrected its true stems; missing where there are none
/// @param teacher `name@version` of the model whose stems were judged, and its hash
/// @param consents at least one
/// @param judgement of the teacher's stems
public record FeedbackSong(
    String sha256,
    @Nullable Path audio,
    @Nullable Multitrack corrected,
    Teacher teacher,
    List<Consent> consents,
    Judgement judgement) {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  /// How files that people gave are read and cut; raised when that changes.
  private static final String PROCEDURE = "1";

  public FeedbackSong {
    consents = List.copyOf(consents);
  }

  /// A model whose stems people judged.
  ///
  /// @param model `name@version`; empty where nothing was separated
  /// @param sha256 of its network; empty where it is not known
  public record Teacher(String model, String sha256) {}

  /// That a song may be used for training.
  ///
  /// @param person who gave it: a text that tells people apart and does not name them
  /// @param basis `feedback`, or `own` for a musician's own songs
  /// @param licence under which it was given
  /// @param job the server's job; empty where there is none
  /// @param at when, RFC 3339 in UTC; empty where it is not known
  public record Consent(String person, String basis, String licence, String job, String at) {}

  /// What people say of a model's stems.
  ///
  /// @param approved parts whose stems are good
  /// @param rejected parts whose stems are not; they count before the approved ones
  /// @param marks regions with faults
  public record Judgement(List<Part> approved, List<Part> rejected, List<Mark> marks) {
    /// Nothing was said.
    public static final Judgement NONE = new Judgement(List.of(), List.of(), List.of());

    public Judgement {
      approved = List.copyOf(approved);
      rejected = List.copyOf(rejected);
      marks = List.copyOf(marks);
    }
  }

  /// A part of a song.
  ///
  /// @param start seconds, 0 or more
  /// @param end seconds, past the start; +∞ = to the song's end
  public record Part(double start, double end) {
    /// Whether both have a moment in common.
    boolean overlaps(Part other) {
      return start < other.end && other.start < end;
    }

    /// Whether the other lies inside.
    boolean contains(Part other) {
      return start <= other.start && other.end <= end;
    }
  }

  /// A region with a fault.
  ///
  /// @param kind `voice-missed`, `music-leaked` or `no-voice`
  public record Mark(String kind, Part part) {}

  /// The song as long as it is in the manifest: `[a-z0-9]`, 16 characters.
  String shortName() {
    return sha256.substring(0, 16);
  }

  /// A hash of all that decides what is made of the song. Songs of one such hash need not be
  /// separated again.
  ///
  /// @param gate hash of the held-out songs, which decide whether this one is left out
  String inputs(String gate) {
    var json = new JsonObject();
    json.addProperty("procedure", PROCEDURE);
    json.addProperty("filter", SegmentFilter.defaults().toString());
    json.addProperty("song", sha256);
    json.addProperty("corrected", corrected != null);
    json.add("teacher", GSON.toJsonTree(teacher));
    json.addProperty("judgement", judgement.toString());
    json.addProperty("gate", gate);
    return Sha256.of(GSON.toJson(json).getBytes(StandardCharsets.UTF_8));
  }
}

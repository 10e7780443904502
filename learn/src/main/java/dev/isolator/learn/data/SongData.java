package dev.isolator.learn.data;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.isolator.Separator;
import dev.isolator.audio.AudioException;
import dev.isolator.dataset.manifest.AudioProperties;
import dev.isolator.dataset.manifest.Entry;
import dev.isolator.dataset.manifest.EntryJson;
import dev.isolator.dataset.manifest.Kind;
import dev.isolator.dataset.manifest.Provenance;
import dev.isolator.dataset.manifest.Split;
import dev.isolator.dataset.manifest.StemFile;
import dev.isolator.dataset.recording.Recording;
import dev.isolator.dataset.recording.RecordingFile;
import dev.isolator.evaluate.metric.Pcm16;
import dev.isolator.evaluate.songs.Multitrack;
import dev.isolator.evaluate.songs.ReferenceSignals;
import dev.isolator.file.AtomicFile;
import dev.isolator.file.Sha256;
import dev.isolator.learn.data.FeedbackSong.Mark;
import dev.isolator.learn.data.FeedbackSong.Part;
import dev.isolator.model.ModelException;
import dev.isolator.train.data.AdditionalSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is made of one song: sound files in a folder of its own, and `song.json`, which is written
/// last. A folder with that file is complete, and is used again as long as the song's inputs are
/// the same.
final class SongData {
  static final String FILE = "song.json";

  private static final Gson GSON =
      new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();
  private static final double SHORTEST_SECONDS = 0.5;

  /// So many of a song's segments are offered to curators.
  private static final int MOST_PASSAGES = 40;

  private final Path folder;
  private final FeedbackSong song;
  private final JsonArray entries = new JsonArray();
  private double seconds;
  private final Map<String, Double> secondsByKind = new LinkedHashMap<>();

  /// @param folder `songs/NAME` in the version
  /// @param song what people gave
  SongData(Path folder, FeedbackSong song) {
    this.folder = folder;
    this.song = song;
  }

  /// The row of a folder that is complete and of the same inputs.
  static @Nullable JsonObject read(Path folder, String inputs) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return null;
    }
    JsonObject row = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    return row.get("inputs").getAsString().equals(inputs) ? row : null;
  }

  /// Makes the song's data.
  ///
  /// @param inputs hash of all that decides it
  /// @param separator with the model whose stems were judged; missing where only corrected stems
  ///   are there
  /// @param filter which segments are kept
  JsonObject write(String inputs, @Nullable Separator separator, SegmentFilter filter)
      throws IOException {
    Files.createDirectories(folder);
    var passages = new JsonArray();
    if (song.corrected() != null) {
      exact(song.corrected());
    } else if (separator != null && song.audio() != null) {
      estimated(song.audio(), separator, filter, passages);
    }
    var row = new JsonObject();
    row.addProperty("inputs", inputs);
    row.addProperty("song", song.sha256());
    row.addProperty("teacher", song.teacher().model());
    row.addProperty("teacherSha256", song.teacher().sha256());
    row.addProperty("seconds", rounded(seconds, 1000));
    var kinds = new JsonObject();
    secondsByKind.forEach((kind, sum) -> kinds.addProperty(kind, rounded(sum, 1000)));
    row.add("secondsByKind", kinds);
    row.add("entries", entries);
    row.add("passages", passages);
    AtomicFile.write(folder.resolve(FILE), GSON.toJson(row) + "\n");
    return row;
  }

  private void exact(Multitrack corrected) throws IOException {
    ReferenceSignals signals = ReferenceSignals.of(corrected);
    Pcm16 vocals = signals.stem(Multitrack.VOCALS);
    Pcm16 music = signals.stem(Multitrack.MUSIC);
    if (vocals == null || music == null) {
      throw new IOException(
          "%s: expected corrected stems vocals and music, found %s; give both, or one and the song"
              .formatted(song.sha256(), String.join(", ", signals.stems().keySet())));
    }
    seconds = signals.seconds();
    add(
        "exact",
        "e0",
        Map.of(
            "vocals",
            new Recording(vocals.toFloat(), vocals.sampleRate()),
            "music",
            new Recording(music.toFloat(), music.sampleRate())));
  }

  private void estimated(Path audio, Separator separator, SegmentFilter filter, JsonArray passages)
      throws IOException {
    Recording decoded = RecordingFile.read(audio);
    Recording mix = stereo(decoded);
    seconds = mix.seconds();
    SeparatedMix separated;
    try {
      separated = SeparatedMix.of(separator, mix);
    } catch (ModelException | AudioException e) {
      throw new IOException(e.getMessage(), e);
    }
    runsOf(filter.kept(separated.segments(), song.judgement()))
        .forEach(run -> passage(separated, run.getFirst(), run.getLast()));
    int negative = 0;
    for (Mark mark : song.judgement().marks()) {
      if (isNegative(mark)) {
        negative(mix, mark.part(), negative++);
      }
    }
    offer(separated.segments(), passages);
  }

  private static Recording stereo(Recording decoded) throws IOException {
    return switch (decoded.channels()) {
      case 1 ->
          new Recording(
              new float[][] {decoded.samples()[0], decoded.samples()[0]}, decoded.sampleRate());
      case 2 -> decoded;
      default ->
          throw new IOException(
              "expected a song in mono or stereo, found %d channels; it is left out"
                  .formatted(decoded.channels()));
    };
  }

  /// Segments next to each other, together.
  private static List<List<SongSegment>> runsOf(List<SongSegment> segments) {
    var runs = new ArrayList<List<SongSegment>>();
    for (SongSegment segment : segments) {
      if (runs.isEmpty() || runs.getLast().getLast().number() + 1 != segment.number()) {
        runs.add(new ArrayList<>());
      }
      runs.getLast().add(segment);
    }
    return runs;
  }

  private void passage(SeparatedMix mix, SongSegment first, SongSegment last) {
    int rate = mix.mix().sampleRate();
    int from = (int) Math.round(first.start() * rate);
    int to = Math.min((int) Math.round(last.end() * rate), mix.mix().frames());
    try {
      add(
          AdditionalSources.ESTIMATED,
          "p" + first.number(),
          Map.of("vocals", mix.part(true, from, to), "music", mix.part(false, from, to)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// Whether a mark says that nobody sings there. Where somebody also marked that a voice is
  /// missed, it cannot be.
  private boolean isNegative(Mark mark) {
    return (mark.kind().equals("no-voice") || mark.kind().equals("music-leaked"))
        && song.judgement().marks().stream()
            .noneMatch(m -> m.kind().equals("voice-missed") && m.part().overlaps(mark.part()));
  }

  private void negative(Recording mix, Part part, int number) throws IOException {
    int from = Math.clamp(Math.round(part.start() * mix.sampleRate()), 0, mix.frames());
    int to = Math.clamp(Math.round(part.end() * mix.sampleRate()), from, mix.frames());
    if (to - from < SHORTEST_SECONDS * mix.sampleRate()) {
      return;
    }
    var region = new float[2][];
    for (int c = 0; c < 2; c++) {
      region[c] = java.util.Arrays.copyOfRange(mix.samples()[c], from, to);
    }
    add("negative", "n" + number, Map.of("music", new Recording(region, mix.sampleRate())));
  }

  /// The song's most doubtful segments, for people to listen to: those that the two estimates
  /// differ in most, and those in which somebody missed a voice.
  private void offer(List<SongSegment> segments, JsonArray passages) {
    segments.stream()
        .filter(segment -> segment.levelDb() > -50 && Double.isFinite(segment.agreementDb()))
        .sorted(
            java.util.Comparator.comparingDouble((SongSegment segment) -> -weight(segment))
                .thenComparingDouble(SongSegment::agreementDb)
                .thenComparingInt(SongSegment::number))
        .limit(MOST_PASSAGES)
        .forEach(
            segment -> {
              var passage = new JsonObject();
              passage.addProperty("startSeconds", rounded(segment.start(), 1000));
              passage.addProperty("endSeconds", rounded(segment.end(), 1000));
              passage.addProperty("disagreementDb", rounded(-segment.agreementDb(), 100));
              passage.addProperty("voiced", rounded(segment.voiced(), 100));
              passage.addProperty("vocalDb", rounded(segment.vocalDb(), 100));
              passage.addProperty("weight", weight(segment));
              passages.add(passage);
            });
  }

  /// How much a passage counts: 1, and 1 more for everybody who missed a voice in it.
  private int weight(SongSegment segment) {
    return 1
        + (int)
            song.judgement().marks().stream()
                .filter(m -> m.kind().equals("voice-missed") && m.part().overlaps(segment.part()))
                .count();
  }

  private void add(String kind, String name, Map<String, Recording> stems) throws IOException {
    var files = new LinkedHashMap<String, StemFile>();
    double longest = 0;
    int rate = 0;
    int channels = 0;
    for (String stem : List.of("vocals", "music")) {
      Recording sound = stems.get(stem);
      if (sound == null) {
        continue;
      }
      Path file = folder.resolve(name + "-" + stem + ".flac");
      RecordingFile.writeFlac(file, sound);
      longest = sound.seconds();
      rate = sound.sampleRate();
      channels = sound.channels();
      files.put(
          stem,
          new StemFile(
              "songs/%s/%s".formatted(song.shortName(), file.getFileName()),
              Sha256.of(file),
              0,
              sound.seconds()));
    }
    var learn = new JsonObject();
    learn.addProperty(AdditionalSources.KEY, kind);
    var entry =
        new Entry(
            song.shortName() + "-" + name,
            files.containsKey("vocals") ? Kind.SONG : Kind.INSTRUMENTAL,
            Split.TRAIN,
            files,
            List.of(),
            new AudioProperties(rate, channels, longest),
            new Provenance(song.shortName(), song.consents().getFirst().licence(), "feedback", ""),
            new JsonObject(),
            learn);
    entries.add(EntryJson.toJson(entry));
    secondsByKind.merge(kind, longest, Double::sum);
  }

  static double rounded(double value, int steps) {
    return (double) Math.round(value * steps) / steps;
  }

  /// The manifest's lines of a row.
  static List<Entry> entries(JsonObject row) {
    var entries = new ArrayList<Entry>();
    for (JsonElement entry : row.getAsJsonArray("entries")) {
      entries.add(EntryJson.fromJson(entry.getAsJsonObject()));
    }
    return entries;
  }
}

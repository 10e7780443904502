package dev.isolator.dataset.intake;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioInfo;
import dev.isolator.audio.Counted;
import dev.isolator.audio.DecodeLimits;
import dev.isolator.audio.Decoder;
import dev.isolator.audio.SoundTrack;
import dev.isolator.dataset.manifest.AudioProperties;
import dev.isolator.dataset.manifest.Entry;
import dev.isolator.dataset.manifest.Kind;
import dev.isolator.dataset.manifest.Provenance;
import dev.isolator.dataset.manifest.Split;
import dev.isolator.dataset.manifest.StemFile;
import dev.isolator.dataset.recording.Recording;
import dev.isolator.dataset.recording.RecordingFile;
import dev.isolator.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;

/// Imports planned songs: makes their manifest entries and, where needed, their stem files.
///
/// @param manifestFolder the folder to which paths are relative
/// @param copies folder inside `manifestFolder` for stems that must be written as new files (sums,
///   tracks, channels)
/// @param artist of all songs; if empty, each song has an artist of its own
/// @param split of all songs
/// @param licence of all songs
/// @param source of all songs
/// @param credit of all songs
public record Intake(
    Path manifestFolder,
    Path copies,
    String artist,
    Split split,
    String licence,
    String source,
    String credit) {

  /// Makes a song's entry; writes new files for stems that are not whole files.
  public Entry take(IntakePlan.Song song) throws IOException {
    var stems = new LinkedHashMap<String, StemFile>();
    int rate = 0;
    int channels = 0;
    int frames = -1;
    for (var stem : song.stems().entrySet()) {
      Recording recording = sum(stem.getValue());
      if (frames >= 0 && Math.abs(recording.frames() - frames) > recording.sampleRate() / 50) {
        throw refused(
            stem.getValue(),
            "has %s, the song's other stems %d; they are not in step"
                .formatted(Counted.of(recording.frames(), "frame"), frames));
      }
      if (rate > 0 && recording.sampleRate() != rate) {
        throw refused(
            stem.getValue(),
            "has %d Hz, the song's other stems %d; convert it"
                .formatted(recording.sampleRate(), rate));
      }
      rate = recording.sampleRate();
      channels = Math.max(channels, recording.channels());
      frames = frames < 0 ? recording.frames() : Math.min(frames, recording.frames());
      Path file = stem.getValue().getFirst().file();
      if (stem.getValue().size() > 1 || !stem.getValue().getFirst().isWhole()) {
        Files.createDirectories(copies.resolve(song.id()));
        file = copies.resolve(song.id()).resolve(stem.getKey() + ".wav");
        RecordingFile.writeWav(file, recording);
      }
      String path =
          manifestFolder
              .toAbsolutePath()
              .normalize()
              .relativize(file.toAbsolutePath().normalize())
              .toString()
              .replace('\\', '/');
      stems.put(stem.getKey(), new StemFile(path, Sha256.of(file), 0, recording.seconds()));
    }
    double seconds = (double) Math.max(0, frames) / Math.max(1, rate);
    stems.replaceAll((name, s) -> new StemFile(s.path(), s.sha256(), 0, seconds));
    return new Entry(
        song.id(),
        Kind.SONG,
        split,
        stems,
        new AudioProperties(rate, channels, seconds),
        new Provenance(artist.isEmpty() ? song.id() : artist, licence, source, credit));
  }

  private static AudioException refused(List<StemSource> sources, String what) {
    return new AudioException(
        AudioException.Kind.UNSUPPORTED, sources.getFirst().file().toString(), what);
  }

  private static Recording sum(List<StemSource> sources) throws AudioException {
    Recording sum = read(sources.getFirst());
    for (StemSource source : sources.subList(1, sources.size())) {
      Recording more = read(source);
      if (more.sampleRate() != sum.sampleRate()) {
        throw refused(List.of(source), "has another sample rate than its stem's other files");
      }
      var total = new float[Math.max(sum.channels(), more.channels())][];
      int frames = Math.max(sum.frames(), more.frames());
      for (int c = 0; c < total.length; c++) {
        total[c] = Arrays.copyOf(sum.samples()[Math.min(c, sum.channels() - 1)], frames);
        float[] add = more.samples()[Math.min(c, more.channels() - 1)];
        for (int i = 0; i < add.length; i++) {
          total[c][i] += add[i];
        }
      }
      sum = new Recording(total, sum.sampleRate());
    }
    return sum;
  }

  private static Recording read(StemSource source) throws AudioException {
    var info = check(source);
    Recording all =
        source.track() < 0
            ? RecordingFile.read(source.file())
            : RecordingFile.readTrack(source.file(), source.track());
    if (source.channels().isEmpty()) {
      return all;
    }
    int[] order = ChannelOrder.of(info.codec(), all.channels());
    var picked = new float[source.channels().size()][];
    for (int c = 0; c < picked.length; c++) {
      picked[c] = all.samples()[order[source.channels().get(c)]];
    }
    return new Recording(picked, all.sampleRate());
  }

  /// Opens every file of a song and checks its headers, without decoding it: that it is audio, has
  /// the tracks and channels, and that all files have one sample rate.
  ///
  /// @throws AudioException if a file does not fit
  public static void check(IntakePlan.Song song) throws AudioException {
    int rate = 0;
    for (var sources : song.stems().values()) {
      for (StemSource source : sources) {
        var info = check(source);
        if (rate > 0 && info.sampleRate() != rate) {
          throw refused(
              List.of(source),
              "has %d Hz, the song's other stems %d; convert it"
                  .formatted(info.sampleRate(), rate));
        }
        rate = info.sampleRate();
      }
    }
  }

  private static AudioInfo check(StemSource source) throws AudioException {
    try (var decoder =
        source.track() < 0
            ? Decoder.open(source.file())
            : Decoder.open(
                source.file(),
                new SoundTrack.Numbered(source.track() + 1),
                DecodeLimits.defaults())) {
      int channels = decoder.info().layout().count();
      for (int channel : source.channels()) {
        if (channel >= channels) {
          throw refused(
              List.of(source),
              "has %s, the map asks for channel %d; correct --channels"
                  .formatted(Counted.of(channels, "channel"), channel + 1));
        }
      }
      return decoder.info();
    }
  }
}

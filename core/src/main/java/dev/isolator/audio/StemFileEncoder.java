package dev.isolator.audio;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Writes a stem file as DJ programs play it (Native Instruments' format, `.stem.mp4`): five
/// streams of AAC or ALAC, of which the first is the mix, which every other player plays, and the
/// others are four stems, with their names and colours ([StemBox]).
///
/// A song of more than two channels is mixed down to two, and one of a rate that the format cannot
/// hold is resampled, as [Encoder] does for mp3 and m4a; [#notes()] says so. The same samples give
/// the same bytes, however they are cut into blocks.
///
/// One thread at a time. The muxer keeps some bytes for each packet, a megabyte for ten minutes;
/// all else is constant in the song's length.
public final class StemFileEncoder implements AutoCloseable {
  /// Streams after the mix: the format has exactly so many.
  public static final int STEMS = 4;

  private final Path file;
  private final String name;
  private final String json;
  private final FfmpegWriter writer;

  /// Mix first.
  private final List<Encoder> streams;

  private StemFileEncoder(
      Path file, String name, String json, FfmpegWriter writer, List<Encoder> streams) {
    this.file = file;
    this.name = name;
    this.json = json;
    this.writer = writer;
    this.streams = List.copyOf(streams);
  }

  /// A stem's name, and its colour in players.
  ///
  /// @param colour `#` and six hexadecimal digits
  public record Stem(String name, String colour) {
    public Stem {
      if (!colour.matches("#[0-9A-Fa-f]{6}")) {
        throw new IllegalArgumentException("expected a colour such as #56B4E9, found " + colour);
      }
    }
  }

  /// Opens a file for writing.
  ///
  /// @param file is emptied if it exists; half-written until [#finish()]
  /// @param nameForMessages what the user calls the file
  /// @param format [OutputFormat.Container#STEM] or [OutputFormat.Container#STEM_ALAC]; of the
  ///   latter S16 or S24
  /// @param sampleRate of the samples that will be given, in Hz
  /// @param layout of the samples that will be given
  /// @param stems [#STEMS] of them
  public static StemFileEncoder create(
      Path file,
      String nameForMessages,
      OutputFormat format,
      int sampleRate,
      ChannelLayout layout,
      Tags tags,
      List<Stem> stems)
      throws AudioException {
    if (stems.size() != STEMS) {
      throw new IllegalArgumentException(
          "a stem file holds %d stems, not %d".formatted(STEMS, stems.size()));
    }
    var titles = new ArrayList<String>();
    titles.add("mix");
    stems.forEach(stem -> titles.add(stem.name()));
    String json =
        StemBox.json(
            stems.stream().map(Stem::name).toList(), stems.stream().map(Stem::colour).toList());
    var fitting = Encoder.Fitting.of(format, sampleRate, layout);
    var output = FileOutput.create(file, nameForMessages);
    FfmpegWriter writer = null;
    try {
      writer =
          new FfmpegWriter(
              output, fitting.held(), fitting.rate(), fitting.channels().to(), tags, titles);
      var streams = new ArrayList<Encoder>();
      for (int stream = 0; stream < titles.size(); stream++) {
        streams.add(Encoder.into(new Stream(writer, stream), sampleRate, layout, fitting));
      }
      return new StemFileEncoder(file, nameForMessages, json, writer, streams);
    } finally {
      if (writer == null) {
        output.close();
      }
    }
  }

  /// A stream of the file. The file is finished and closed as a whole.
  private record Stream(FfmpegWriter writer, int index) implements AudioSink {
    @Override
    public int sampleRate() {
      return writer.sampleRate();
    }

    @Override
    public ChannelLayout layout() {
      return writer.layout();
    }

    @Override
    public void write(float[][] block, int frames) throws AudioException {
      writer.write(index, block, frames);
    }

    @Override
    public void finish() {
      // the encoders end together, in the writer
    }

    @Override
    public void close() {
      // the writer is closed by itself
    }
  }

  /// What the format could not hold and what was written instead, a sentence each.
  public List<String> notes() {
    return streams.getFirst().notes();
  }

  /// Appends frames.
  ///
  /// @param blocks `[mix, then stems][channels][≥ frames]`, full scale ±1.0
  public void write(float[][][] blocks, int frames) throws AudioException {
    for (int stream = 0; stream < streams.size(); stream++) {
      streams.get(stream).write(blocks[stream], frames);
    }
  }

  /// Completes the file, and forces all of it to the disk.
  public void finish() throws AudioException {
    for (Encoder stream : streams) {
      stream.finish();
    }
    writer.finish();
    writer.close();
    try {
      StemBox.add(file, json);
    } catch (IOException e) {
      throw AudioException.unwritable(name, e);
    }
  }

  @Override
  public void close() {
    streams.forEach(Encoder::close);
    writer.close();
  }
}

package dev.isolator.audio;

import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_CUSTOM_IO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PNG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_GLOBALHEADER;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_DEFAULT;
import static org.bytedeco.ffmpeg.global.avformat.av_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import dev.isolator.audio.OutputFormat.Container;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;

/// Writes flac, mp3, m4a, opus and stem files through FFmpeg's encoders and muxers, with their
/// bit-exact flags: no versions, dates or random numbers get into the file. A stem file has several
/// streams of one kind, the others have one.
///
/// | container | encoder | frame | how length and place survive |
/// |---|---|---|---|
/// | flac | FFmpeg | 4 608 at 44.1 kHz | total in STREAMINFO |
/// | mp3 | LAME | 1 152 or 576 | LAME tag: delay and padding |
/// | m4a | FFmpeg's AAC | 1 024 | edit list, in a time scale of the sample rate |
/// | opus | libopus | 960 | pre-skip and the last page's position |
/// | stem | FFmpeg's AAC | 1 024 | as m4a |
/// | stem, lossless | FFmpeg's ALAC | 4 096 | the last packet is shorter |
///
/// The rate and channels must be legal ones of [FormatLimits].
final class FfmpegWriter implements AudioSink {
  private final FileOutput file;
  private final int sampleRate;
  private final ChannelLayout layout;
  private final Container container;
  private final AvioOutput output;
  private final AVFormatContext muxer;
  private final AVPacket packet;
  private final List<StreamEncoder> encoders = new ArrayList<>();
  private final List<AVStream> streams = new ArrayList<>();
  private boolean closed;

  FfmpegWriter(
      FileOutput file, OutputFormat format, int sampleRate, ChannelLayout layout, Tags tags)
      throws AudioException {
    this(file, format, sampleRate, layout, tags, List.of(""));
  }

  /// @param streamTitles of its streams; the first is the one that players play
  FfmpegWriter(
      FileOutput file,
      OutputFormat format,
      int sampleRate,
      ChannelLayout layout,
      Tags tags,
      List<String> streamTitles)
      throws AudioException {
    Ffmpeg.load();
    this.file = file;
    this.sampleRate = sampleRate;
    this.layout = layout;
    this.container = format.container();
    output = new AvioOutput(file);
    muxer = new AVFormatContext(null);
    packet = av_packet_alloc();
    boolean open = false;
    try {
      open(format, tags, streamTitles);
      open = true;
    } finally {
      if (!open) {
        release();
      }
    }
  }

  private void open(OutputFormat format, Tags tags, List<String> streamTitles)
      throws AudioException {
    check(avformat_alloc_output_context2(muxer, null, muxerName(), null), "open the muxer");
    muxer.pb(output.context());
    muxer.flags(muxer.flags() | AVFMT_FLAG_CUSTOM_IO | AVFMT_FLAG_BITEXACT);
    for (String title : streamTitles) {
      openStream(format, title);
    }

    var cover = tags.cover() == null ? null : CoverPicture.of(tags.cover());
    var picture = cover != null && container != Container.OPUS ? pictureStream(cover) : null;
    var dictionary = new AVDictionary(null);
    tags.entries().forEach((key, value) -> put(dictionary, name(key), value));
    if (cover != null && container == Container.OPUS) {
      put(dictionary, "METADATA_BLOCK_PICTURE", cover.pictureBlock());
    }
    if (container == Container.OPUS) {
      streams.getFirst().metadata(dictionary);
    } else {
      muxer.metadata(dictionary);
    }

    var options = new AVDictionary(null);
    switch (container) {
      case MP3 -> put(options, "id3v2_version", "3"); // what all players read
      case M4A, STEM, STEM_ALAC -> put(options, "movie_timescale", Integer.toString(sampleRate));
      case WAV, FLAC, OPUS -> {}
    }
    int written = avformat_write_header(muxer, options);
    av_dict_free(options);
    check(written, "write the header");
    if (cover != null && picture != null) {
      check(av_new_packet(packet, cover.bytes().length), "hold the cover");
      packet.data().put(cover.bytes(), 0, cover.bytes().length);
      packet.stream_index(picture.index());
      packet.flags(AV_PKT_FLAG_KEY);
      packet.pts(0).dts(0);
      check(av_write_frame(muxer, packet), "write the cover");
      av_packet_unref(packet);
    }
  }

  private void openStream(OutputFormat format, String title) throws AudioException {
    boolean globalHeader = (muxer.oformat().flags() & AVFMT_GLOBALHEADER) != 0;
    var encoder =
        new StreamEncoder(file.name(), format, sampleRate, layout, globalHeader, this::check);
    encoders.add(encoder);
    var stream = avformat_new_stream(muxer, null);
    stream.time_base().num(1).den(sampleRate);
    check(
        avcodec_parameters_from_context(stream.codecpar(), encoder.codec()), "describe the stream");
    if (!title.isEmpty()) {
      var dictionary = new AVDictionary(null);
      put(dictionary, "title", title);
      put(dictionary, "handler_name", title);
      stream.metadata(dictionary);
      stream.disposition(streams.isEmpty() ? AV_DISPOSITION_DEFAULT : 0);
    }
    streams.add(stream);
  }

  private AVStream pictureStream(CoverPicture cover) {
    var picture = avformat_new_stream(muxer, null);
    picture.disposition(AV_DISPOSITION_ATTACHED_PIC);
    picture.time_base().num(1).den(sampleRate);
    var parameters = picture.codecpar();
    parameters.codec_type(AVMEDIA_TYPE_VIDEO);
    parameters.codec_id(cover.mimeType().equals("image/png") ? AV_CODEC_ID_PNG : AV_CODEC_ID_MJPEG);
    parameters.width(cover.width()).height(cover.height());
    return picture;
  }

  /// FFmpeg's mp4 has another name for the program that made a file than its other formats.
  private String name(String key) {
    boolean mp4 =
        switch (container) {
          case M4A, STEM, STEM_ALAC -> true;
          case WAV, FLAC, MP3, OPUS -> false;
        };
    return mp4 && key.equals("encoded_by") ? "encoding_tool" : key;
  }

  private String muxerName() {
    return switch (container) {
      case FLAC -> "flac";
      case MP3 -> "mp3";
      case M4A -> "ipod";
      case OPUS -> "opus";
      case STEM, STEM_ALAC -> "mp4";
      case WAV -> throw new IllegalArgumentException("wav is WavWriter's");
    };
  }

  @Override
  public int sampleRate() {
    return sampleRate;
  }

  @Override
  public ChannelLayout layout() {
    return layout;
  }

  @Override
  public void write(float[][] block, int frames) throws AudioException {
    write(0, block, frames);
  }

  /// Appends frames to one of the streams. Write all of them in step, a block each in turn: what
  /// lies beside each other in a song then lies so in the file.
  void write(int stream, float[][] block, int frames) throws AudioException {
    encoders.get(stream).write(block, frames, encoded -> send(stream, encoded));
  }

  @Override
  public void finish() throws AudioException {
    for (int stream = 0; stream < encoders.size(); stream++) {
      int index = stream;
      encoders.get(stream).finish(encoded -> send(index, encoded));
    }
    check(av_write_trailer(muxer), "write the trailer");
    file.force();
  }

  private void send(int stream, AVPacket encoded) throws AudioException {
    var target = streams.get(stream);
    encoded.stream_index(target.index());
    av_packet_rescale_ts(encoded, encoders.get(stream).codec().time_base(), target.time_base());
    check(av_write_frame(muxer, encoded), "write");
  }

  private void check(int result, String doing) throws AudioException {
    output.check();
    if (result < 0) {
      throw new AudioException(
          AudioException.Kind.UNWRITABLE,
          file.name(),
          "cannot be written as %s at %d Hz and %s: FFmpeg could not %s (%s); choose another format"
              .formatted(
                  container.extension(),
                  sampleRate,
                  Counted.channels(layout.count()),
                  doing,
                  Ffmpeg.text(result)));
    }
  }

  private static void put(AVDictionary dictionary, String key, String value) {
    try (var name = utf8(key);
        var text = utf8(value)) {
      av_dict_set(dictionary, name, text, 0);
    }
  }

  /// Zero-terminated.
  private static BytePointer utf8(String text) {
    return new BytePointer((text.replace("\0", "") + "\0").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    if (!closed) {
      release();
      file.close();
    }
  }

  private void release() {
    closed = true;
    encoders.forEach(StreamEncoder::close);
    av_packet_free(packet);
    if (!muxer.isNull()) {
      avformat_free_context(muxer); // frees streams and tags, not pb, which is ours
    }
    output.close();
  }
}

package dev.isolator.audio;

import static org.bytedeco.ffmpeg.global.avutil.AV_CHANNEL_ORDER_AMBISONIC;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHANNEL_ORDER_CUSTOM;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHANNEL_ORDER_UNSPEC;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_BACK_CENTER;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_BACK_LEFT;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_BACK_RIGHT;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_FRONT_CENTER;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_FRONT_LEFT;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_FRONT_LEFT_OF_CENTER;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_FRONT_RIGHT;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_FRONT_RIGHT_OF_CENTER;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_LOW_FREQUENCY;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_SIDE_LEFT;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_SIDE_RIGHT;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_TOP_BACK_CENTER;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_TOP_BACK_LEFT;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_TOP_BACK_RIGHT;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_TOP_CENTER;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_TOP_FRONT_CENTER;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_TOP_FRONT_LEFT;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_TOP_FRONT_RIGHT;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_UNKNOWN;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_channel_from_index;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_custom_init;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_from_mask;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_uninit;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_max_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/// The one way to FFmpeg's libraries: loads them, keeps them quiet, and translates their error
/// codes and channel layouts.
///
/// Call [#load()] before the first use of any FFmpeg class. It loads four of the eight libraries
/// (avutil, swresample, avcodec, avformat): filters, devices and scaling are never opened. FFmpeg's
/// own log is off: what matters of it comes back as error codes, and a callback into the JVM from a
/// codec's thread would cost more than it tells.
///
/// All methods may be called from any thread. The objects of FFmpeg itself belong to one thread at
/// a time.
final class Ffmpeg {
  /// The largest piece of memory that FFmpeg may ask for, whatever a header claims. An mp4's index
  /// is the largest in earnest: 2 MB an hour.
  private static final long MOST_BYTES_AT_ONCE = 1L << 28;

  private Ffmpeg() {}

  /// Runs once, when the class is first used.
  private static final class Libraries {
    /// Why they cannot be loaded; null = they are.
    static final @Nullable String FAILURE = load();

    private Libraries() {}

    private static @Nullable String load() {
      // JavaCPP refuses to allocate in a process larger than four times the Java heap; a network's
      // memory is outside the heap, and of no concern here.
      System.getProperties().putIfAbsent("org.bytedeco.javacpp.maxPhysicalBytes", "0");
      try {
        Loader.load(avutil.class);
        Loader.load(swresample.class);
        Loader.load(avcodec.class);
        Loader.load(avformat.class);
      } catch (UnsatisfiedLinkError e) {
        return String.valueOf(e.getMessage());
      }
      av_log_set_level(AV_LOG_QUIET);
      av_max_alloc(MOST_BYTES_AT_ONCE);
      return null;
    }
  }

  /// Loads the libraries; free after the first call, which takes some 0.2 s (and unpacks 60 MB into
  /// JavaCPP's cache on the first start of all).
  ///
  /// @throws UnsatisfiedLinkError where they are missing or do not fit this system, at every call
  static void load() {
    String failure = Libraries.FAILURE;
    if (failure != null) {
      throw new UnsatisfiedLinkError(
          "FFmpeg for %1$s cannot be loaded (%2$s); in a program of your own, add the dependencies org.bytedeco:ffmpeg and org.bytedeco:javacpp with the classifier %1$s, else install Isolator anew"
              .formatted(Loader.getPlatform(), failure));
    }
  }

  /// What an FFmpeg error code means, as FFmpeg words it, such as `Invalid data found when
  /// processing input`.
  static String text(int error) {
    var buffer = new byte[128];
    av_strerror(error, buffer, buffer.length);
    int length = 0;
    while (length < buffer.length && buffer[length] != 0) {
      length++;
    }
    return new String(buffer, 0, length, StandardCharsets.UTF_8);
  }

  /// Our name for FFmpeg's channels, in channel order. Channels of no stated place get the usual
  /// layout of their count; places that we do not name (ambisonics) are [Speaker#UNKNOWN].
  ///
  /// @param layout of 1 to 16 channels
  static ChannelLayout layout(AVChannelLayout layout) {
    int count = layout.nb_channels();
    if (layout.order() == AV_CHANNEL_ORDER_UNSPEC) {
      return ChannelLayout.ofCount(count);
    }
    var speakers = new ArrayList<Speaker>(count);
    for (int i = 0; i < count; i++) {
      speakers.add(
          layout.order() == AV_CHANNEL_ORDER_AMBISONIC
              ? Speaker.UNKNOWN
              : speaker(av_channel_layout_channel_from_index(layout, i)));
    }
    return new ChannelLayout(speakers);
  }

  /// Writes our layout into FFmpeg's: as a channel mask where the speakers are in WAVE order, as a
  /// list of channels where not.
  ///
  /// @param to what it held is freed first; so shall the caller, with `av_channel_layout_uninit`
  static void layout(ChannelLayout layout, AVChannelLayout to) {
    av_channel_layout_uninit(to);
    long mask = mask(layout);
    if (mask != 0) {
      av_channel_layout_from_mask(to, mask);
      return;
    }
    av_channel_layout_custom_init(to, layout.count());
    for (int i = 0; i < layout.count(); i++) {
      to.u_map().getPointer(i).id(channel(layout.speakers().get(i)));
    }
    assert to.order() == AV_CHANNEL_ORDER_CUSTOM;
  }

  /// The WAVE channel mask (bit `i` = the `i`-th speaker of [Speaker]), or 0 where the channels are
  /// not in its order, are doubled, or have no place.
  static long mask(ChannelLayout layout) {
    long mask = 0;
    for (var speaker : layout.speakers()) {
      long bit = 1L << channel(speaker);
      if (speaker == Speaker.UNKNOWN || Long.compareUnsigned(bit, mask) <= 0) {
        return 0;
      }
      mask |= bit;
    }
    return mask;
  }

  private static int channel(Speaker speaker) {
    return switch (speaker) {
      case FRONT_LEFT -> AV_CHAN_FRONT_LEFT;
      case FRONT_RIGHT -> AV_CHAN_FRONT_RIGHT;
      case FRONT_CENTRE -> AV_CHAN_FRONT_CENTER;
      case LFE -> AV_CHAN_LOW_FREQUENCY;
      case BACK_LEFT -> AV_CHAN_BACK_LEFT;
      case BACK_RIGHT -> AV_CHAN_BACK_RIGHT;
      case FRONT_LEFT_OF_CENTRE -> AV_CHAN_FRONT_LEFT_OF_CENTER;
      case FRONT_RIGHT_OF_CENTRE -> AV_CHAN_FRONT_RIGHT_OF_CENTER;
      case BACK_CENTRE -> AV_CHAN_BACK_CENTER;
      case SIDE_LEFT -> AV_CHAN_SIDE_LEFT;
      case SIDE_RIGHT -> AV_CHAN_SIDE_RIGHT;
      case TOP_CENTRE -> AV_CHAN_TOP_CENTER;
      case TOP_FRONT_LEFT -> AV_CHAN_TOP_FRONT_LEFT;
      case TOP_FRONT_CENTRE -> AV_CHAN_TOP_FRONT_CENTER;
      case TOP_FRONT_RIGHT -> AV_CHAN_TOP_FRONT_RIGHT;
      case TOP_BACK_LEFT -> AV_CHAN_TOP_BACK_LEFT;
      case TOP_BACK_CENTRE -> AV_CHAN_TOP_BACK_CENTER;
      case TOP_BACK_RIGHT -> AV_CHAN_TOP_BACK_RIGHT;
      case UNKNOWN -> AV_CHAN_UNKNOWN;
    };
  }

  private static Speaker speaker(int channel) {
    for (var speaker : Speaker.values()) {
      if (channel(speaker) == channel) {
        return speaker;
      }
    }
    return Speaker.UNKNOWN;
  }
}

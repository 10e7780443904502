package dev.isolator.evaluate.metric;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/// A song of `bsseval/` with what the reference implementation says of it.
record Golden(
    List<String> stems, List<Pcm16> references, List<Pcm16> estimates, JsonObject targets) {
  static final String[] SONGS = {
    "mono-16k-partial-frame", "silent-second", "stereo-2-targets", "stereo-4-targets"
  };

  static Golden of(String song) {
    try (var in = open(song + "/scores.json")) {
      var targets =
          JsonParser.parseString(new String(in.readAllBytes(), UTF_8))
              .getAsJsonObject()
              .getAsJsonObject("targets");
      var stems = List.copyOf(targets.keySet());
      var references = new ArrayList<Pcm16>();
      var estimates = new ArrayList<Pcm16>();
      for (var stem : stems) {
        references.add(wav("%s/ref-%s.wav".formatted(song, stem)));
        estimates.add(wav("%s/est-%s.wav".formatted(song, stem)));
      }
      return new Golden(stems, references, estimates, targets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonArray frames(String stem, String ratio) {
    return targets.getAsJsonObject(stem).getAsJsonObject("frames").getAsJsonArray(ratio);
  }

  double median(String stem, String ratio) {
    return targets.getAsJsonObject(stem).getAsJsonObject("median").get(ratio).getAsDouble();
  }

  double track(String stem, String score) {
    return targets.getAsJsonObject(stem).get(score).getAsDouble();
  }

  private static InputStream open(String name) {
    return Objects.requireNonNull(Golden.class.getResourceAsStream("bsseval/" + name), name);
  }

  private static Pcm16 wav(String name) throws IOException {
    try (var audio = AudioSystem.getAudioInputStream(new BufferedInputStream(open(name)))) {
      var shorts =
          ByteBuffer.wrap(audio.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
      int channels = audio.getFormat().getChannels();
      var samples = new short[channels][shorts.remaining() / channels];
      for (int i = 0; i < samples[0].length; i++) {
        for (short[] channel : samples) {
          channel[i] = shorts.get();
        }
      }
      return new Pcm16(samples, (int) audio.getFormat().getSampleRate());
    } catch (UnsupportedAudioFileException e) {
      throw new IOException(name, e);
    }
  }
}

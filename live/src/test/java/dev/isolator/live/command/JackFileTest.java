package dev.isolator.live.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.audio.ChannelLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `isolator live` between files and a real JACK server.
@Timeout(120)
class JackFileTest {
  @TempDir Path folder = Path.of("replaced by JUnit");
  private final String name = JackTestServer.newName("files");
  @AutoClose private final LivePrograms programs = new LivePrograms(name);

  /// One program plays a song into another one, which writes what it hears until Ctrl-C: the song
  /// is in the file, from its first frame to its last, and silence around it.
  @Test
  void aFileGoesIntoJackAndComesOutOfItIntoAFile() throws Exception {
    var song = LiveFiles.song(folder.resolve("song.wav"), JackTestServer.RATE, 2);
    var output = Files.createDirectory(folder.resolve("output"));
    var heard = output.resolve("heard.wav");
    var played = folder.resolve("player.log");
    var written = folder.resolve("writer.log");
    // Blocks of 93 ms: the machine may stall for that long.
    try (var _ = JackTestServer.start(name, List.of(), List.of("--period", "4096"))) {
      var writer = programs.live(written, "--in", "jack:none", "--out", heard.toString());
      LiveFiles.awaitGrowth(output, 10_000); // it runs
      var player = programs.live(played, "--in", song.toString(), "--out", "jack:isolator:in");
      assertEquals(0, LivePrograms.exitOf(player), Files.readString(played));
      LivePrograms.interrupt(writer);
      assertEquals(130, LivePrograms.exitOf(writer), Files.readString(written));
    }
    for (Path log : List.of(played, written)) {
      assertTrue(Files.readString(log).contains("slack 92.9"), "eight hops in a block");
    }
    float[][] expected = LiveFiles.read(song);
    float[][] found = LiveFiles.read(heard);
    int first = 0;
    while (first < found[0].length && found[0][first] == 0) {
      first++;
    }
    assertTrue(found[0].length >= first + expected[0].length, "it is there: " + first);
    for (int channel = 0; channel < 2; channel++) {
      for (int i = 0; i < found[channel].length; i++) {
        boolean inside = i >= first && i - first < expected[channel].length;
        float wanted = inside ? expected[channel][i - first] : 0;
        assertEquals(wanted, found[channel][i], 1e-6, "frame %d, from %d".formatted(i, first));
      }
    }
  }

  /// A file holds what came until the server went.
  @Test
  void aServerThatGoesAwayLeavesTheFileWhole() throws Exception {
    var output = Files.createDirectory(folder.resolve("output"));
    var heard = output.resolve("heard.wav");
    var log = folder.resolve("live.log");
    Process program;
    try (var server = JackTestServer.start(name)) {
      program = programs.live(log, "--in", "jack", "--out", heard.toString());
      LiveFiles.awaitGrowth(output, 100_000);
      server.kill();
    }
    assertEquals(9, LivePrograms.exitOf(program), Files.readString(log));
    String said = Files.readString(log);
    assertTrue(said.contains("isolator: jack: the server has gone away; start it again"), said);
    assertTrue(said.contains(heard + " holds what came until then"), said);
    assertFalse(said.contains("waiting for it"), said);
    assertTrue(LiveFiles.read(heard)[0].length > 10_000);
  }

  /// A song in mono is heard on both sides; a song cannot wait for a server that changes.
  @Test
  void aMonoSongIsHeardOnBothSides() throws Exception {
    var song =
        LiveFiles.song(folder.resolve("song.wav"), JackTestServer.RATE, 30, ChannelLayout.MONO);
    var log = folder.resolve("live.log");
    try (var server = JackTestServer.start(name)) {
      var program = programs.live(log, "--in", song.toString(), "--out", "jack");
      server.awaitConnected("isolator:out_1", "system:playback_2");
      server.setBlock(512);
      assertEquals(9, LivePrograms.exitOf(program));
      String said = Files.readString(log);
      assertTrue(said.contains("44100 Hz, mono, blocks of 256 frames"), said);
      assertTrue(said.contains("devices 11.6"), "two buffers for the output: " + said);
      assertTrue(said.contains("jack: the server went from blocks of 256 frames to 512"), said);
    }
  }

  @Test
  void whatDoesNotFitTheServerIsRefused() throws Exception {
    var song = LiveFiles.song(folder.resolve("song.wav"), 48_000, 1).toString();
    var refusals = new LinkedHashMap<List<String>, String>();
    refusals.put(
        List.of("--in", song, "--out", "jack:none"),
        "jack: expected a server at the 48000 Hz of %s, found 44100 Hz; start the server at that rate, or convert the song"
            .formatted(song));
    refusals.put(
        List.of("--in", "jack:firefox", "--out", "jack:none"),
        "jack:firefox: no port of that name that gives sound; there are none (isolator live --devices)");
    refusals.put(
        List.of("--in", "jack:none", "--out", "jack"),
        "jack: expected a sound card that takes sound, found none; name other ports (isolator live --devices), or connect by hand (jack:none)");
    try (var _ =
        JackTestServer.start(name, List.of(), List.of("--capture", "0", "--playback", "0"))) {
      var refused = new ArrayList<Process>();
      for (var refusal : refusals.entrySet()) {
        var log = folder.resolve(refused.size() + ".log");
        refused.add(programs.live(log, refusal.getKey().toArray(String[]::new)));
      }
      int number = 0;
      for (var refusal : refusals.entrySet()) {
        assertEquals(9, LivePrograms.exitOf(refused.get(number)), refusal.getValue());
        String said = Files.readString(folder.resolve(number++ + ".log"));
        assertEquals("isolator: " + refusal.getValue(), said.strip());
      }
    }
  }
}

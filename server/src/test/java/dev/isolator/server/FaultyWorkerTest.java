package dev.isolator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever is thrown in a worker process, its job fails with one message, at once.
class FaultyWorkerTest {
  private static final String OURS =
      "The separation ended with an internal error; this is a bug in Isolator.";
  private static final String NO_LIBRARY =
      "The server lacks a library that separation needs, or cannot load it; its log names it.";

  /// A separation that comes to grief in the way that the beginning of the part says.
  private static final String SEPARATE_SONG =
      """
      package dev.isolator.server.worker;

      import java.io.FileOutputStream;
      import java.io.FileDescriptor;
      import java.util.concurrent.CountDownLatch;
      import java.util.function.DoubleConsumer;

      final class SeparateSong {
        static SeparatedSong run(WorkerCommand.Separate command, DoubleConsumer progress)
            throws Exception {
          switch ((int) command.request().start()) {
            case 1 -> recurse(0);
            case 2 -> { // a thread that the others wait for
              new Thread(() -> recurse(0)).start();
              new CountDownLatch(1).await();
            }
            case 3 -> System.loadLibrary("of-which-there-is-none");
            case 4 -> throw new IllegalStateException(new NoClassDefFoundError("x"));
            case 5 -> throw new OutOfMemoryError("Cannot reserve 9 bytes of direct buffer memory");
            case 6 -> throw new AssertionError();
            case 7 -> throw new Exception("of a kind that is not declared");
            case 8 -> Runtime.getRuntime().halt(0);
            case 9 -> { // more than a pipe holds, and no message among it
              var out = new FileOutputStream(FileDescriptor.out);
              out.write("a library's words\\n\\n{\\n".repeat(20_000).getBytes());
              out.write(new byte[3_000_000]);
              out.write('\\n');
              throw new AssertionError();
            }
            case 10 -> {
              var kept = new java.util.ArrayList<long[]>();
              while (true) {
                kept.add(new long[1 << 20]);
              }
            }
            default -> {}
          }
          return null;
        }

        private static int recurse(int depth) {
          return recurse(depth + 1) + recurse(depth + 2);
        }
      }
      """;

  @TempDir Path folder = Path.of("replaced by JUnit");

  private record Expected(int start, String kind, String reason) {}

  @Test
  void everyThrowableEndsItsJobWithOneMessage() throws Exception {
    try (var server =
        ServerProcess.start(folder, Map.of(), compiled() + File.pathSeparator + path(), Map.of())) {
      var client = Client.of(server.address());
      var all =
          List.of(
              new Expected(1, "crash", OURS),
              new Expected(2, "crash", OURS),
              new Expected(3, "crash", NO_LIBRARY),
              new Expected(4, "crash", NO_LIBRARY),
              new Expected(5, "memory", "The song needs more memory than a job may have."),
              new Expected(6, "crash", OURS),
              new Expected(7, "crash", OURS),
              new Expected(
                  8,
                  "crash",
                  "The process that took this song apart broke down (exit code 0); the server goes on."),
              new Expected(9, "crash", OURS),
              new Expected(
                  10,
                  "memory",
                  "This song needs more than the 256 MB of heap that a job may have; try a part of it."));
      var found = new ArrayList<Expected>();
      for (var expected : all) {
        var fields = Map.of("start", Integer.toString(expected.start()));
        JsonObject job = client.end(client.job("a.wav", Wav.tone(440, 400), fields));
        var failure = job.getAsJsonObject("failure");
        found.add(
            new Expected(
                expected.start(),
                failure.get("kind").getAsString(),
                failure.get("reason").getAsString()));
      }
      assertEquals(all, found);
      server.process().destroyForcibly();
      assertTrue(server.process().waitFor(10, TimeUnit.SECONDS));
      String log = Files.readString(server.errors());
      for (var what :
          List.of("StackOverflowError", "of-which-there-is-none", "NoClassDefFoundError")) {
        assertTrue(log.contains(what), what + " is in the log");
      }
    }
  }

  private static String path() {
    return System.getProperty("java.class.path");
  }

  /// The folder of the class above, compiled.
  private Path compiled() throws Exception {
    Path source = Files.createDirectories(folder.resolve("source")).resolve("SeparateSong.java");
    Files.writeString(source, SEPARATE_SONG);
    Path classes = Files.createDirectories(folder.resolve("classes"));
    int exit =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-nowarn",
                "-cp",
                path(),
                "-d",
                classes.toString(),
                source.toString());
    assertEquals(0, exit);
    return classes;
  }

  /// ONNX Runtime looks for its libraries in that folder only.
  @Test
  void missingNativeLibrariesAreSaid() throws Exception {
    Path nothing = Files.createDirectories(folder.resolve("nothing"));
    try (var server =
        ServerProcess.start(
            folder,
            Map.of(),
            path(),
            Map.of("JAVA_TOOL_OPTIONS", "-Donnxruntime.native.path=" + nothing))) {
      var client = Client.of(server.address());
      var job = client.end(client.job("a.wav", Wav.tone(440, 400), Map.of()));
      assertEquals("failed", job.get("state").getAsString(), job.toString());
      var failure = job.getAsJsonObject("failure");
      assertEquals(NO_LIBRARY, failure.get("reason").getAsString());
      assertEquals("crash", failure.get("kind").getAsString());
    }
  }
}

package dev.isolator.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/// Uploads one song fifty times at once, each copy a little different, and measures how long the
/// interface takes to answer while the jobs queue.
///
/// ```
/// ./isolator serve --set queue.max-per-caller=100 --set rate.requests-per-minute=100000
/// java benchmarks/src/main/java/dev/isolator/benchmarks/ServerLoad.java http://127.0.0.1:8080 song.wav 60
/// ```
public final class ServerLoad {
  private static final int UPLOADS = 50;
  private static final int CALLERS = 8;
  private static final int PAUSE_MILLIS = 50;

  private ServerLoad() {}

  /// Puts load on a server, and prints the times of its answers.
  ///
  /// @param args the server's address, a song, seconds during which requests are sent
  public static void main(String[] args) throws Exception {
    var api = URI.create(args[0] + "/api/v1/");
    byte[] song = Files.readAllBytes(Path.of(args[1]));
    long end = System.nanoTime() + Long.parseLong(args[2]) * 1_000_000_000L;
    try (var http = HttpClient.newHttpClient();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Double> uploads = Collections.synchronizedList(new ArrayList<>());
      List<Double> calls = Collections.synchronizedList(new ArrayList<>());
      var tasks = new ArrayList<Callable<Void>>();
      for (int i = 0; i < UPLOADS; i++) {
        int number = i;
        tasks.add(() -> timed(http, upload(api, song, number), 201, uploads));
      }
      for (int i = 0; i < CALLERS; i++) {
        String path = List.of("jobs", "health", "models", "limits").get(i % 4);
        tasks.add(() -> askOn(http, HttpRequest.newBuilder(api.resolve(path)).build(), end, calls));
      }
      for (var task : threads.invokeAll(tasks)) {
        task.get();
      }
      print("uploads", uploads);
      print("calls", calls);
    }
  }

  private static Void askOn(HttpClient http, HttpRequest request, long end, List<Double> millis)
      throws IOException, InterruptedException {
    while (System.nanoTime() < end) {
      timed(http, request, 200, millis);
      Thread.sleep(PAUSE_MILLIS);
    }
    return null;
  }

  private static Void timed(HttpClient http, HttpRequest request, int status, List<Double> millis)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    var answer = http.send(request, BodyHandlers.ofString());
    millis.add((System.nanoTime() - begin) / 1e6);
    if (answer.statusCode() != status) {
      throw new IOException(answer.statusCode() + " " + answer.body());
    }
    return null;
  }

  private static HttpRequest upload(URI api, byte[] song, int number) throws IOException {
    var body = new ByteArrayOutputStream();
    body.write(
        ("--x\r\nContent-Disposition: form-data; name=\"start\"\r\n\r\n0.%03d\r\n".formatted(number)
                + "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%d.wav\"\r\n\r\n"
                    .formatted(number))
            .getBytes(StandardCharsets.UTF_8));
    body.write(song);
    body.write("\r\n--x--\r\n".getBytes(StandardCharsets.UTF_8));
    return HttpRequest.newBuilder(api.resolve("jobs"))
        .header("Content-Type", "multipart/form-data; boundary=x")
        .POST(BodyPublishers.ofByteArray(body.toByteArray()))
        .build();
  }

  private static void print(String what, List<Double> millis) {
    var sorted = millis.stream().sorted().toList();
    System.out.printf(
        "%s: %d, median %.1f ms, p99 %.1f ms, most %.1f ms%n",
        what,
        sorted.size(),
        sorted.get(sorted.size() / 2),
        sorted.get((int) Math.min(sorted.size() - 1, Math.floor(0.99 * sorted.size()))),
        sorted.getLast());
  }
}

package dev.isolator.server;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/// Speaks to a server as a program would; and as a hostile one, byte by byte.
///
/// @param address of the server
record Client(URI address, HttpClient http) {
  private static final String BOUNDARY = "----isolator-test";

  static Client of(URI address) {
    return new Client(address, HttpClient.newHttpClient());
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(address.resolve("/api/v1" + path))
        .timeout(Duration.ofSeconds(90));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  HttpResponse<byte[]> bytes(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  /// A form with a song.
  HttpRequest.Builder upload(String fileName, byte[] song, Map<String, String> fields)
      throws IOException {
    var body = new ByteArrayOutputStream();
    for (var field : fields.entrySet()) {
      body.write(
          "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
              .formatted(BOUNDARY, field.getKey(), field.getValue())
              .getBytes(StandardCharsets.UTF_8));
    }
    body.write(
        "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: audio/wav\r\n\r\n"
            .formatted(BOUNDARY, fileName)
            .getBytes(StandardCharsets.UTF_8));
    body.write(song);
    body.write("\r\n--%s--\r\n".formatted(BOUNDARY).getBytes(StandardCharsets.UTF_8));
    return request("/jobs")
        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
        .POST(BodyPublishers.ofByteArray(body.toByteArray()));
  }

  /// Makes a job.
  JsonObject job(String fileName, byte[] song, Map<String, String> fields)
      throws IOException, InterruptedException {
    var answer = send(upload(fileName, song, fields));
    if (answer.statusCode() != 201) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return json(answer);
  }

  /// Reads a job's events to their end.
  ///
  /// @return the job as the last of them tells it
  JsonObject end(JsonObject job) throws IOException, InterruptedException {
    var answer = get("/jobs/" + job.get("id").getAsString() + "/events");
    String last =
        answer.body().lines().filter(line -> line.startsWith("data: ")).toList().getLast();
    return JsonParser.parseString(last.substring("data: ".length())).getAsJsonObject();
  }

  static JsonObject json(HttpResponse<String> answer) {
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }

  /// Sends bytes as they are, and reads what comes until the server hangs up.
  String raw(String bytes) throws IOException {
    try (var socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

package dev.isolator.dataset.download;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The files of a commit as a tar stream, by the program `git`.
///
/// Git names a commit by a hash over all its files and checks what it fetches, so that the right
/// commit is the right bytes. Only that commit is fetched (`--depth 1`), not its history.
final class GitArchive implements AutoCloseable {
  private static final List<String> QUIET =
      List.of(
          "git",
          "-c",
          "safe.directory=*",
          "-c",
          "core.autocrlf=false",
          "-c",
          "tar.umask=0022",
          "-c",
          "protocol.file.allow=always");

  private final Process process;
  private final Path errors;
  private final String what;

  private GitArchive(Process process, Path errors, String what) {
    this.process = process;
    this.errors = errors;
    this.what = what;
  }

  /// Fetches the commit where there is no mirror, and opens it.
  ///
  /// @param paths folders and files of the commit; what is not below one of them is left out
  /// @param folder for the fetched repository and git's messages; removed by the caller
  static GitArchive open(
      Origin.GitCommit wanted, Collection<String> paths, Path folder, @Nullable Path mirror)
      throws IOException {
    Path repository = mirror == null ? fetch(wanted, folder) : found(wanted, mirror);
    Path errors = folder.resolve("git.err");
    var words =
        new ArrayList<>(
            List.of(
                "--git-dir",
                repository.toString(),
                "--literal-pathspecs",
                "archive",
                "--format=tar",
                wanted.commit(),
                "--"));
    words.addAll(paths);
    var process = start(words, errors, ProcessBuilder.Redirect.PIPE);
    return new GitArchive(process, errors, "%s: git archive".formatted(repository));
  }

  /// The tar stream. To be read to its end, then [#finish()].
  InputStream tar() {
    return process.getInputStream();
  }

  /// Returns if git has given all.
  ///
  /// @throws DownloadException if git has failed
  void finish() throws IOException {
    tar().transferTo(OutputStream.nullOutputStream()); // padding after the last file
    await(process, errors, what);
  }

  @Override
  public void close() {
    process.destroy();
  }

  private static Path found(Origin.GitCommit wanted, Path mirror) throws DownloadException {
    for (String name : List.of(wanted.repository() + ".git", wanted.repository())) {
      for (Path place : List.of(mirror.resolve(name), mirror.resolve(name).resolve(".git"))) {
        if (Files.isRegularFile(place.resolve("HEAD"))) {
          return place;
        }
      }
    }
    throw new DownloadException(
        "%s: no such git directory, expected a clone of %s; make it with git clone --bare, or leave --mirror out"
            .formatted(mirror.resolve(wanted.repository() + ".git"), wanted.address()));
  }

  private static Path fetch(Origin.GitCommit wanted, Path folder) throws IOException {
    Path repository = folder.resolve("repository.git");
    Path errors = folder.resolve("git.err");
    Path out = folder.resolve("git.out");
    run(List.of("init", "--quiet", "--bare", repository.toString()), errors, out, wanted.address());
    run(
        List.of(
            "--git-dir",
            repository.toString(),
            "fetch",
            "--quiet",
            "--depth",
            "1",
            "--no-tags",
            wanted.address(),
            wanted.commit()),
        errors,
        out,
        wanted.address());
    return repository;
  }

  private static void run(List<String> words, Path errors, Path out, String address)
      throws IOException {
    var process = start(words, errors, ProcessBuilder.Redirect.to(out.toFile()));
    String command = words.contains("fetch") ? "fetch" : "init";
    await(process, errors, "%s: git %s".formatted(address, command));
  }

  private static Process start(List<String> words, Path errors, ProcessBuilder.Redirect out)
      throws IOException {
    var command = new ArrayList<>(QUIET);
    command.addAll(words);
    var builder = new ProcessBuilder(command).redirectOutput(out).redirectError(errors.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
    builder.environment().put("GIT_TERMINAL_PROMPT", "0");
    try {
      var process = builder.start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw new DownloadException(
          "git: could not be started (%s), expected the program on the PATH; install it from your system's packages or https://git-scm.com"
              .formatted(e.getMessage()),
          e);
    }
  }

  private static void await(Process process, Path errors, String what) throws IOException {
    try {
      int code = process.waitFor();
      if (code != 0) {
        String said = Files.readString(errors, StandardCharsets.UTF_8).strip();
        throw new DownloadException(
            "%s failed with %d (%s); if the commit is not there any more, fetch it elsewhere and pass --mirror FOLDER"
                .formatted(what, code, said.lines().reduce("", (a, b) -> b)));
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new DownloadException(what + " was interrupted; run it again", e);
    }
  }
}

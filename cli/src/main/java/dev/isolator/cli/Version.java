package dev.isolator.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/// The program's version and commit, as the build recorded them.
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    var build = build();
    return new String[] {
      "isolator %s (%s)".formatted(build.getProperty("version"), commit(build)),
      "Java %s, %s, %s"
          .formatted(
              Runtime.version(),
              System.getProperty("java.vm.vendor"),
              System.getProperty("os.name") + " " + System.getProperty("os.arch"))
    };
  }

  /// Version and commit: `0.1.0 (commit b020938)`.
  static String brief() {
    var build = build();
    return build.getProperty("version") + " (" + commit(build) + ")";
  }

  private static String commit(Properties build) {
    var commit = build.getProperty("commit", "");
    return commit.isEmpty() || commit.startsWith("$") ? "no commit" : "commit " + commit;
  }

  private static Properties build() {
    var build = new Properties();
    try (var in = Version.class.getResourceAsStream("build.properties")) {
      if (in == null) {
        throw new IllegalStateException("build.properties is missing from the jar");
      }
      build.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("build.properties of the jar cannot be read", e);
    }
    return build;
  }
}

package dev.isolator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.isolator.audio.AudioLibrary;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Programs that use the library without a jar that it needs are told which one. Each runs in a JVM
/// of its own, with the rest of this one's class path.
class ClassPathTest {
  @TempDir Path folder;

  /// Looks for a model twice, by name and without.
  static final class FindsAModel {
    private FindsAModel() {}

    public static void main(String[] args) {
      for (var name : List.of("", "studio-vocals")) {
        try {
          System.out.println(ModelCatalogue.open(Path.of(args[0])).find(name).location());
        } catch (ModelException e) {
          System.out.println(e.getMessage());
        }
      }
    }
  }

  /// Loads FFmpeg twice.
  static final class LoadsFfmpeg {
    private LoadsFfmpeg() {}

    public static void main(String[] args) {
      for (int i = 0; i < 2; i++) {
        try {
          System.out.println(AudioLibrary.inUse().version());
        } catch (UnsatisfiedLinkError e) {
          System.out.println(e.getMessage());
        }
      }
    }
  }

  /// The lines that a program prints on both of its outputs.
  ///
  /// @param stays which entries of the class path it gets
  private List<String> run(Class<?> program, Predicate<String> stays, List<String> options)
      throws IOException, InterruptedException {
    var entries = System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator));
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(Stream.of(entries).filter(stays).collect(Collectors.joining(File.pathSeparator)));
    command.addAll(List.of(program.getName(), folder.toString()));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return printed.lines().toList();
  }

  /// The other module's classes, or its jar.
  private static boolean hasModels(Path entry) {
    return Files.exists(entry.resolve("dev/isolator/models/index.txt"))
        || entry.getFileName().toString().startsWith("isolator-models");
  }

  @Test
  void withoutModelsTheArtifactThatHasThemIsNamed() throws Exception {
    var message =
        "no model found, neither on the class path nor in %s; add the dependency dev.isolator:isolator-models, or a model of your own with: isolator models add FILE"
            .formatted(folder);

    assertEquals(
        List.of(message, message),
        run(FindsAModel.class, entry -> !hasModels(Path.of(entry)), List.of()));
  }

  @Test
  void withoutItsNativesTheClassifierIsNamed() throws Exception {
    var system = Loader.getPlatform();
    var nothing = folder.toString();
    var message =
        "FFmpeg for %1$s cannot be loaded (no jniavutil in java.library.path: %2$s); in a program of your own, add the dependencies org.bytedeco:ffmpeg and org.bytedeco:javacpp with the classifier %1$s, else install Isolator anew"
            .formatted(system, nothing);

    assertEquals(
        List.of(message, message),
        run(
            LoadsFfmpeg.class,
            entry -> !entry.endsWith("-" + system + ".jar"),
            List.of("-Djava.library.path=" + nothing)));
  }
}

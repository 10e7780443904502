package dev.isolator.launcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xml.sax.SAXException;

/// Rules for the classes of all modules. The modules are those of Maven's list, which has this one
/// last, so that all others are compiled before.
class HouseRulesTest {
  /// No part of the product: benchmarks time a library's own work beside ours.
  private static final String BENCHMARKS = "dev.isolator.benchmarks..";

  /// Larger files make every clone slow, for ever.
  private static final long LARGEST_TRACKED_BYTES = 10_000_000;

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final List<Path> MODULES = modules();
  private static final List<Path> CLASSES =
      MODULES.stream().map(HouseRulesTest::classesOf).filter(Files::isDirectory).toList();
  private static final JavaClasses HOUSE = new ClassFileImporter().importPaths(CLASSES);

  /// The folders of the build's list, in its order.
  private static List<Path> modules() {
    try {
      var pom =
          DocumentBuilderFactory.newDefaultInstance()
              .newDocumentBuilder()
              .parse(ROOT.resolve("pom.xml").toFile());
      var elements = pom.getElementsByTagName("module");
      return IntStream.range(0, elements.getLength())
          .mapToObj(i -> ROOT.resolve(elements.item(i).getTextContent().strip()))
          .toList();
    } catch (IOException | ParserConfigurationException | SAXException e) {
      throw new IllegalStateException("pom.xml cannot be read", e);
    }
  }

  private static Path classesOf(Path module) {
    return module.resolve("target/classes");
  }

  private static boolean hasJavaSources(Path module) {
    try (var files = Files.walk(module.resolve("src/main/java"))) {
      return files.anyMatch(file -> file.toString().endsWith(".java"));
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyModuleWithSourcesIsCompiledAndThereforeWatched() {
    var missing =
        MODULES.stream()
            .filter(HouseRulesTest::hasJavaSources)
            .filter(module -> !CLASSES.contains(classesOf(module)))
            .map(module -> ROOT.relativize(module).toString())
            .toList();

    assertTrue(CLASSES.contains(classesOf(ROOT.resolve("core"))), "core");
    assertEquals(List.of(), missing, "modules without classes; run ./mvnw test-compile first");
  }

  @Test
  void everyFolderOfClassesIsThatOfAModule() throws IOException {
    List<Path> found;
    try (var folders = Files.list(ROOT)) {
      found = folders.map(HouseRulesTest::classesOf).filter(Files::isDirectory).toList();
    }
    var unlisted =
        found.stream()
            .filter(classes -> !CLASSES.contains(classes))
            .map(classes -> ROOT.relativize(classes).toString())
            .sorted()
            .toList();

    assertEquals(
        List.of(), unlisted, "classes of no module in pom.xml; list the module, or remove them");
  }

  @ParameterizedTest(name = "nothing but {0} touches {1}")
  @CsvSource({
    "dev.isolator.audio.., org.bytedeco.ffmpeg..",
    "dev.isolator.spectrum.., org.jtransforms..",
    "dev.isolator.spectrum.., pl.edu.icm.jlargearrays..",
    "dev.isolator.model.., ai.onnxruntime..",
    "dev.isolator.train.., org.bytedeco.pytorch..",
    "dev.isolator.spark.., org.apache.spark..",
    "dev.isolator.spark.., org.apache.hadoop..",
    "dev.isolator.live.device.., org.jaudiolibs..",
    "dev.isolator.live.device.., com.sun.jna..",
    "dev.isolator.live.command.., org.jline..",
    "dev.isolator.server.., io.javalin..",
    "dev.isolator.server.., java.sql..",
    "dev.isolator.server.storage.., software.amazon..",
  })
  void oneRoomForEachForeignWorld(String room, String world) {
    noClasses()
        .that()
        .resideOutsideOfPackages(room, BENCHMARKS)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(world)
        .because("whoever replaces it must find all its uses in one place")
        .check(HOUSE);
  }

  @Test
  void theLibraryKnowsNoneOfItsUsers() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.isolator",
            "dev.isolator.file..",
            "dev.isolator.audio..",
            "dev.isolator.spectrum..",
            "dev.isolator.separation..",
            "dev.isolator.model..",
            "dev.isolator.mask..",
            "dev.isolator.voice..",
            "dev.isolator.render..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.isolator.cli..",
            "dev.isolator.evaluate..",
            "dev.isolator.dataset..",
            "dev.isolator.train..",
            "dev.isolator.learn..",
            "dev.isolator.live..",
            "dev.isolator.server..",
            "dev.isolator.spark..",
            "dev.isolator.launcher..")
        .because("it must be usable with nothing of ours but itself")
        .check(HOUSE);
  }

  @Test
  void liveSeparationAndDevicesDoNotKnowEachOther() {
    noClasses()
        .that()
        .resideInAPackage("dev.isolator.live")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.isolator.live.device..", "dev.isolator.live.command..")
        .because("a plug-in or a game has devices of its own")
        .check(HOUSE);
    noClasses()
        .that()
        .resideInAPackage("dev.isolator.live.device..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.isolator.live", "dev.isolator.live.command..")
        .because("a device does not care what is done with its samples")
        .check(HOUSE);
  }

  @Test
  void theServerStartsTheLearningLoopAndDoesNotHoldIt() {
    noClasses()
        .that()
        .resideInAPackage("dev.isolator.server..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.isolator.learn..", "dev.isolator.train..", "dev.isolator.evaluate..")
        .because("training is a process of its own, and the server has no libtorch")
        .check(HOUSE);
  }

  @Test
  void theCommandLineMeetsItsPluginsThroughServiceLoader() {
    noClasses()
        .that()
        .resideInAPackage("dev.isolator.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.isolator.evaluate..",
            "dev.isolator.dataset..",
            "dev.isolator.train..",
            "dev.isolator.learn..",
            "dev.isolator.live..",
            "dev.isolator.server..",
            "dev.isolator.spark..")
        .because("nobody fetches libtorch or Spark to separate a song")
        .check(HOUSE);
  }

  @Test
  void theLauncherNeedsTheJdkAlone() {
    noClasses()
        .that()
        .resideInAPackage("dev.isolator.launcher..")
        .and()
        .haveSimpleNameNotEndingWith("Test")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("dev.isolator.launcher..", "java..", "org.jspecify..")
        .because("it runs from source, before anything is fetched or compiled")
        .check(HOUSE);
  }

  @Test
  void packagesFormNoCycle() {
    slices()
        .matching("dev.isolator.(**)")
        .should()
        .beFreeOfCycles()
        .because("of two packages in a cycle neither can be understood first")
        .check(HOUSE);
  }

  @Test
  void namesSayWhatAThingIs() {
    noClasses()
        .should()
        .haveSimpleNameContaining("Util")
        .orShould()
        .haveSimpleNameContaining("Helper")
        .orShould()
        .haveSimpleNameContaining("Manager")
        .orShould()
        .haveSimpleNameContaining("Common")
        .orShould()
        .resideInAnyPackage("..util..", "..utils..", "..common..", "..helper..", "..manager..")
        .because("such a name means that the right one was not found yet")
        .check(HOUSE);
  }

  @Test
  void noTwoClassesShareASimpleName() {
    var places = new TreeMap<String, Set<String>>();
    for (JavaClass type : HOUSE) {
      if (type.isTopLevelClass()
          && !isGenerated(type)
          && !type.getSimpleName().equals("package-info")) {
        places
            .computeIfAbsent(type.getSimpleName(), name -> new TreeSet<>())
            .add(type.getPackageName());
      }
    }
    places.values().removeIf(packages -> packages.size() == 1);

    assertEquals(Map.of(), places, "a reader who meets the name cannot tell which is meant");
  }

  /// By JMH, for benchmarks.
  private static boolean isGenerated(JavaClass type) {
    return type.getPackageName().endsWith(".jmh_generated");
  }

  @Test
  void everyPackageIsNullMarked() {
    var unmarked = new TreeSet<String>();
    for (JavaClass type : HOUSE) {
      if (!isGenerated(type) && !type.getPackage().isAnnotatedWith(NullMarked.class)) {
        unmarked.add(type.getPackageName());
      }
    }
    assertEquals(new TreeSet<>(), unmarked, "packages without @NullMarked in their package-info");
  }

  @Test
  void everyPackageBelongsToOneModule() throws IOException {
    var twice = new TreeSet<Path>();
    var seen = new HashSet<Path>();
    for (var module : CLASSES) {
      try (var files = Files.walk(module)) {
        files
            .filter(file -> file.toString().endsWith(".class"))
            .map(file -> module.relativize(file).getParent())
            .distinct()
            .filter(name -> !seen.add(name))
            .forEach(twice::add);
      }
    }
    assertEquals(
        new TreeSet<>(), twice, "packages that two jars bring: a module path refuses them");
  }

  @Test
  void noTrackedFileIsLargerThanTenMegabytes() throws IOException, InterruptedException {
    var tooLarge = new TreeSet<String>();
    for (var name : trackedFiles()) {
      var file = ROOT.resolve(name);
      if (Files.isRegularFile(file) && Files.size(file) > LARGEST_TRACKED_BYTES) {
        tooLarge.add("%s: %d bytes".formatted(name, Files.size(file)));
      }
    }

    assertEquals(
        new TreeSet<>(), tooLarge, "a clone fetches them for ever; publish them beside the source");
  }

  /// What git tracks, relative to the root. The test is skipped where nobody can tell.
  private static List<String> trackedFiles() throws IOException, InterruptedException {
    assumeTrue(
        Files.exists(ROOT.resolve(".git")), "no checkout (a source archive?): nothing is tracked");
    Process git;
    try {
      git =
          new ProcessBuilder("git", "ls-files", "-z")
              .directory(ROOT.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      return abort("git is not installed, so nobody knows what is tracked: " + e.getMessage());
    }
    var names = new String(git.getInputStream().readAllBytes(), UTF_8);
    int code = git.waitFor();
    assumeTrue(code == 0, "git ls-files ended with " + code + ": nobody knows what is tracked");
    return List.of(names.split("\0"));
  }
}

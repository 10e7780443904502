package dev.isolator.launcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The nevers of the whole house. Every module that is compiled is watched, a new one too; so
/// Maven's list of modules has this one last.
class HouseRulesTest {
  /// No part of the product: they time a foreign world's own work beside ours.
  private static final String BENCHMARKS = "dev.isolator.benchmarks..";

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final List<Path> MODULES = modules();
  private static final JavaClasses HOUSE = new ClassFileImporter().importPaths(MODULES);

  private static List<Path> modules() {
    try (var folders = Files.list(ROOT)) {
      return folders
          .map(folder -> folder.resolve("target/classes"))
          .filter(Files::isDirectory)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyModuleIsWatched() throws IOException {
    var pom = Files.readString(ROOT.resolve("pom.xml"));
    for (var module : List.of("core", "cli", "launcher")) {
      assertTrue(pom.contains("<module>" + module + "</module>"), module);
      assertTrue(MODULES.contains(ROOT.resolve(module).resolve("target/classes")), module);
    }
  }

  @ParameterizedTest(name = "nothing but {0} touches {1}")
  @CsvSource({
    "dev.isolator.audio.., org.bytedeco.ffmpeg..",
    "dev.isolator.model.., ai.onnxruntime..",
    "dev.isolator.train.., org.bytedeco.pytorch..",
    "dev.isolator.spark.., org.apache.spark..",
    "dev.isolator.server.., io.javalin..",
    "dev.isolator.server.., java.sql..",
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
            "dev.isolator.audio..",
            "dev.isolator.spectrum..",
            "dev.isolator.model..",
            "dev.isolator.mask..",
            "dev.isolator.voice..",
            "dev.isolator.separation..",
            "dev.isolator.file..",
            "dev.isolator.render..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.isolator.cli..",
            "dev.isolator.evaluate..",
            "dev.isolator.dataset..",
            "dev.isolator.train..",
            "dev.isolator.live..",
            "dev.isolator.server..",
            "dev.isolator.spark..",
            "dev.isolator.launcher..")
        .because("it must be usable with nothing of ours but itself")
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
  void everyPackageIsNullMarked() {
    var unmarked = new TreeSet<String>();
    for (JavaClass type : HOUSE) {
      boolean generated =
          type.getPackageName().endsWith(".jmh_generated"); // by JMH, for benchmarks
      if (!generated && !type.getPackage().isAnnotatedWith(NullMarked.class)) {
        unmarked.add(type.getPackageName());
      }
    }
    assertEquals(new TreeSet<>(), unmarked, "packages without @NullMarked in their package-info");
  }

  @Test
  void everyPackageBelongsToOneModule() throws IOException {
    var twice = new TreeSet<Path>();
    var seen = new HashSet<Path>();
    for (var module : MODULES) {
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
}

package dev.isolator;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// How the library's packages may know each other. The rules for the whole house are in the
/// launcher's `HouseRulesTest`, which sees every module.
class ArchitectureTest {
  private static final JavaClasses LIBRARY =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.isolator");

  @Test
  void packagesKnowOnlyTheStagesBeforeThem() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("dev.isolator..")
        .layer("file")
        .definedBy("dev.isolator.file..")
        .layer("audio")
        .definedBy("dev.isolator.audio..")
        .layer("spectrum")
        .definedBy("dev.isolator.spectrum..")
        .layer("conditioning")
        .definedBy("dev.isolator.conditioning..")
        .layer("model")
        .definedBy("dev.isolator.model..")
        .layer("mask")
        .definedBy("dev.isolator.mask..")
        .optionalLayer("voice")
        .definedBy("dev.isolator.voice..")
        .layer("chain")
        .definedBy("dev.isolator.chain..")
        .layer("render")
        .definedBy("dev.isolator.render..")
        .layer("separation")
        .definedBy("dev.isolator.separation..")
        .layer("front door")
        .definedBy("dev.isolator")
        .whereLayer("file")
        .mayNotAccessAnyLayer()
        .whereLayer("audio")
        .mayOnlyAccessLayers("file")
        .whereLayer("spectrum")
        .mayNotAccessAnyLayer()
        .whereLayer("conditioning")
        .mayOnlyAccessLayers("spectrum")
        .whereLayer("model")
        .mayOnlyAccessLayers("file", "spectrum")
        .whereLayer("mask")
        .mayOnlyAccessLayers("spectrum", "model")
        .whereLayer("voice")
        .mayOnlyAccessLayers("spectrum", "model")
        .whereLayer("chain")
        .mayOnlyAccessLayers("conditioning", "mask", "model")
        .whereLayer("render")
        .mayOnlyAccessLayers("file", "audio", "spectrum", "mask")
        .whereLayer("separation")
        .mayOnlyAccessLayers("file", "audio", "spectrum", "conditioning", "model", "mask", "voice")
        .whereLayer("front door")
        .mayNotBeAccessedByAnyLayer()
        .because(
            "a reader follows a song from audio to stems; a stage that looks ahead, or back at the front"
                + " door, cannot be read or tested by itself")
        .check(LIBRARY);
  }

  @Test
  void packagesFormNoCycle() {
    slices()
        .matching("dev.isolator.(*)..")
        .should()
        .beFreeOfCycles()
        .because("of two packages in a cycle neither can be understood first")
        .check(LIBRARY);
  }

  @Test
  void onlyAudioTouchesFfmpeg() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.isolator.audio..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bytedeco..")
        .because("hostile input stops in audio; native pointers must not travel further")
        .check(LIBRARY);
  }

  @Test
  void audioDoesTouchFfmpeg() {
    classes()
        .that()
        .haveFullyQualifiedName("dev.isolator.audio.Ffmpeg")
        .should()
        .dependOnClassesThat(resideInAPackage("org.bytedeco.."))
        .because("otherwise the rule above watches a name that nobody uses any more")
        .check(LIBRARY);
  }

  @Test
  void onlyModelTouchesOnnxRuntime() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.isolator.model..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.onnxruntime..")
        .because("another runtime must be able to take its place behind Model")
        .check(LIBRARY);
  }

  @Test
  void onlySpectrumTouchesJTransforms() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.isolator.spectrum..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.jtransforms..", "pl.edu.icm..")
        .because("the Fourier transform has one door, where its scale and layout are stated")
        .check(LIBRARY);
  }

  @Test
  void theLibraryPrintsNothingAndEndsNoJvm() {
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .because("it runs inside other people's programs; what it has to say, it returns or throws")
        .check(LIBRARY);
  }
}

package dev.isolator.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// ONNX Runtime, opened so that it does what the options say: threads, accelerator, and nothing on
/// standard error. Source: ONNX Runtime's Java API, `OrtSession.SessionOptions`.
public final class OnnxRuntime {
  static {
    Telemetry.off();
  }

  private OnnxRuntime() {}

  /// ONNX Runtime's version.
  public static String version() {
    return environment().getVersion();
  }

  /// What this build of ONNX Runtime can run on, such as `cpu`.
  public static List<String> providers() {
    environment();
    return OrtEnvironment.getAvailableProviders().stream()
        .map(provider -> provider.getName().replace("ExecutionProvider", ""))
        .map(name -> name.toLowerCase(Locale.ROOT))
        .sorted()
        .toList();
  }

  static OrtEnvironment environment() {
    OrtEnvironment environment = LastingEnvironment.ENVIRONMENT;
    try {
      environment.setTelemetry(false); // for Windows; elsewhere Telemetry has seen to it
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime's telemetry cannot be switched off", e);
    }
    return environment;
  }

  /// A session and the sentence that says what runs it.
  record Opened(OrtSession session, String accelerator) {}

  /// Where a model's bytes are: a file, or memory.
  sealed interface Source {
    record InFile(Path file) implements Source {}

    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record InMemory(byte[] onnx) implements Source {}
  }

  /// What becomes of the memory that a network works in.
  enum WorkingMemory {
    /// ONNX Runtime keeps what it once had, and lays it out for the next run: the least time for
    /// networks whose chunks are small. The arena grows in powers of two.
    KEPT,

    /// It is allocated and freed tensor by tensor. A network of 42 million weights that takes 7.8 s
    /// of sound at once (HTDemucs) peaks at 2.7 GB instead of 5.2, for 5 % more processor time (2
    /// cores, Zen 5, 2026-11-29).
    RETURNED
  }

  /// A network on the processor.
  static OrtSession onProcessor(Source source, int threads) throws OrtException {
    return onProcessor(source, threads, WorkingMemory.KEPT);
  }

  private static OrtSession onProcessor(Source source, int threads, WorkingMemory memory)
      throws OrtException {
    return session(source, threads, memory, null);
  }

  /// A network where it is wanted; on the processor if that is not to be had.
  static Opened open(NetworkFiles files, int threads, WorkingMemory memory, Accelerator wanted)
      throws OrtException, ModelException {
    String reason = "";
    for (OrtProvider provider : candidates(wanted)) {
      String name = name(provider);
      if (!OrtEnvironment.getAvailableProviders().contains(provider)) {
        if (wanted != Accelerator.AUTO) {
          reason = "%s was asked for, but this ONNX Runtime does not support it".formatted(name);
        }
        continue;
      }
      try {
        return new Opened(session(files.floats().source(), threads, memory, provider), name);
      } catch (OrtException e) {
        reason = "%s does not start: %s".formatted(name, oneLine(e.getMessage()));
      }
    }
    ModelFile int8 = files.int8();
    String place = int8 == null ? "cpu" : "cpu (int8)";
    return new Opened(
        onProcessor((int8 == null ? files.floats() : int8).source(), threads, memory),
        reason.isEmpty() ? place : place + ": " + reason);
  }

  private static List<OrtProvider> candidates(Accelerator wanted) {
    return switch (wanted) {
      case CPU -> List.of();
      case CUDA -> List.of(OrtProvider.CUDA);
      case COREML -> List.of(OrtProvider.CORE_ML);
      case DIRECTML -> List.of(OrtProvider.DIRECT_ML);
      // CoreML is left to those who ask: it falls back to the processor for most of our operators.
      case AUTO -> List.of(OrtProvider.CUDA, OrtProvider.DIRECT_ML);
    };
  }

  private static String name(OrtProvider provider) {
    return switch (provider) {
      case CUDA -> "CUDA";
      case CORE_ML -> "CoreML";
      case DIRECT_ML -> "DirectML";
      default -> provider.getName();
    };
  }

  private static OrtSession session(
      Source source, int threads, WorkingMemory memory, @Nullable OrtProvider provider)
      throws OrtException {
    try (var options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      // Threads that wait by spinning would take the cores from decoding and encoding.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      // Silence decays into denormal numbers, which cost a hundred times a normal one.
      options.addConfigEntry("session.set_denormal_as_zero", "1");
      if (memory == WorkingMemory.RETURNED) {
        options.setCPUArenaAllocator(false);
        options.setMemoryPatternOptimization(false);
      }
      if (provider != null) {
        switch (provider) {
          case CUDA -> options.addCUDA();
          case CORE_ML -> options.addCoreML();
          case DIRECT_ML -> options.addDirectML(0);
          default -> throw new IllegalArgumentException(provider.getName());
        }
      }
      return switch (source) {
        case Source.InFile(Path file) -> environment().createSession(file.toString(), options);
        case Source.InMemory(byte[] onnx) -> environment().createSession(onnx, options);
      };
    }
  }

  /// What is said of a file that ONNX Runtime does not open.
  static ModelException cannotOpen(String where, OrtException e) {
    String reason = oneLine(e.getMessage());
    String lower = reason.toLowerCase(Locale.ROOT);
    return lower.contains("external data") || lower.contains("external_data")
        ? new ModelException(
            "%s: expected a model in one file, found weights in other files beside it (external data); save it as one file first (docs/outside-models.md)"
                .formatted(where),
            e)
        : new ModelException(
            "%s: expected an ONNX model, found something ONNX Runtime cannot open (%s)"
                .formatted(where, reason),
            e);
  }

  static String oneLine(@Nullable String message) {
    return message == null
        ? "no reason given"
        : message
            .lines()
            .map(String::strip)
            .filter(l -> !l.isEmpty())
            .collect(Collectors.joining(" "));
  }
}

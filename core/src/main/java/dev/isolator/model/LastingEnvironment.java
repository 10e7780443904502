package dev.isolator.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;

/// ONNX Runtime's environment, which lasts until the process ends.
///
/// Its Java API frees the environment in a shutdown hook. Hooks run side by side, so a network that
/// still computes while the JVM ends – until its song is cancelled – would compute on memory that
/// is no longer its own. ONNX Runtime counts references to its one environment; this class takes
/// one more and never gives it back.
///
/// Source: ONNX Runtime's C API, `OrtGetApiBase`, `OrtApi::CreateEnv`; their places in the tables
/// are fixed by its rules of compatibility.
final class LastingEnvironment {
  private static final int CREATE_ENV = 3;
  private static final int FIRST_VERSION = 1;

  static final OrtEnvironment ENVIRONMENT = open();

  private LastingEnvironment() {}

  private static OrtEnvironment open() {
    var environment =
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "isolator");
    SymbolLookup.loaderLookup()
        .find("OrtGetApiBase") // not where another class loader has loaded the library
        .ifPresent(LastingEnvironment::keep);
    return environment;
  }

  @SuppressWarnings("restricted") // calls to native code, as are all that ONNX Runtime makes
  private static void keep(MemorySegment getApiBase) {
    var linker = Linker.nativeLinker();
    var address = ValueLayout.ADDRESS;
    try (var arena = Arena.ofConfined()) {
      var base =
          (MemorySegment)
              linker.downcallHandle(getApiBase, FunctionDescriptor.of(address)).invokeExact();
      var getApi = base.reinterpret(address.byteSize()).get(address, 0);
      var api =
          (MemorySegment)
              linker
                  .downcallHandle(getApi, FunctionDescriptor.of(address, ValueLayout.JAVA_INT))
                  .invokeExact(FIRST_VERSION);
      var createEnv =
          api.reinterpret((CREATE_ENV + 1) * address.byteSize()).getAtIndex(address, CREATE_ENV);
      var status =
          (MemorySegment)
              linker
                  .downcallHandle(
                      createEnv,
                      FunctionDescriptor.of(address, ValueLayout.JAVA_INT, address, address))
                  .invokeExact(
                      OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR.getValue(),
                      arena.allocateFrom("isolator"),
                      arena.allocate(address));
      if (status.address() != 0) {
        throw new IllegalStateException("ONNX Runtime gives no second reference to itself");
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) { // what invokeExact declares; these functions throw nothing
      throw new IllegalStateException("ONNX Runtime's environment cannot be kept", e);
    }
  }
}

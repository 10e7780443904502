package dev.isolator.model;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.util.Locale;

/// Keeps ONNX Runtime from reporting on whoever uses it.
///
/// On Linux and macOS its builds since 1.29 give the machine an identifier, note sessions in a data
/// base under `~/.cache/Microsoft`, and upload what they noted, unless the environment variable
/// `ORT_DISABLE_TELEMETRY` is there when the library is loaded; its own switch, `setTelemetry`,
/// comes too late for the first two. Java cannot set a variable for native code; the C library can.
final class Telemetry {
  private static final String VARIABLE = "ORT_DISABLE_TELEMETRY";

  private Telemetry() {}

  /// Sets the variable. To be called before the first class of ONNX Runtime is touched.
  @SuppressWarnings("restricted") // a call to native code, as are all that ONNX Runtime will make
  static void off() {
    var windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    if (windows || System.getenv(VARIABLE) != null) {
      return; // Windows gets events, which setTelemetry does switch off; our launcher sets the
      // variable
    }
    var linker = Linker.nativeLinker();
    var setenv = linker.defaultLookup().find("setenv").orElseThrow();
    var type =
        FunctionDescriptor.of(
            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    try (var arena = Arena.ofConfined()) {
      int overwrite = 1;
      int failed =
          (int)
              linker
                  .downcallHandle(setenv, type)
                  .invokeExact(arena.allocateFrom(VARIABLE), arena.allocateFrom("1"), overwrite);
      if (failed != 0) {
        throw new IllegalStateException(VARIABLE + " cannot be set: setenv returned " + failed);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) { // what invokeExact declares; setenv throws nothing
      throw new IllegalStateException(VARIABLE + " cannot be set", e);
    }
  }
}

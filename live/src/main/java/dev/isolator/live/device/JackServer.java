package dev.isolator.live.device;

import com.sun.jna.Native;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jaudiolibs.jnajack.Jack;
import org.jaudiolibs.jnajack.JackClient;
import org.jaudiolibs.jnajack.JackException;
import org.jaudiolibs.jnajack.JackOptions;
import org.jaudiolibs.jnajack.JackPortFlags;
import org.jaudiolibs.jnajack.JackPortType;
import org.jaudiolibs.jnajack.JackStatus;
import org.jaudiolibs.jnajack.lowlevel.JackLibrary;

/// The JACK server of this machine, or PipeWire in its place (`pw-jack`). It is never started from
/// here. `JACK_DEFAULT_SERVER` names another one, as for all of JACK's programs.
final class JackServer {
  private static final String ADVICE =
      "start one (jackd, qjackctl; with PipeWire: pw-jack isolator live …), use --in java --out java, or a file";

  private JackServer() {}

  /// The library.
  static Jack library() throws DeviceException {
    try {
      JackMessages.silence();
      return Jack.getInstance();
    } catch (JackException | LinkageError e) {
      throw new DeviceException(
          "jack: expected JACK's library (Debian: libjack-jackd2-0), found none (%s); install it, use --in java --out java, or a file"
              .formatted(oneLine(e)),
          e);
    }
  }

  /// JACK's functions that JNAJack does not wrap.
  static JackLibrary functions() {
    return Native.load("jack", JackLibrary.class);
  }

  /// Opens a client.
  ///
  /// @param name which JACK makes unique
  static JackClient open(String name) throws DeviceException {
    var status = EnumSet.noneOf(JackStatus.class);
    try {
      return library().openClient(name, EnumSet.of(JackOptions.JackNoStartServer), status);
    } catch (JackException e) {
      throw new DeviceException(
          "jack: expected a running JACK server, found none (%s); %s"
              .formatted(
                  status.isEmpty()
                      ? oneLine(e)
                      : status.stream().map(Enum::toString).collect(Collectors.joining(", ")),
                  ADVICE),
          e);
    }
  }

  /// The ports that a name stands for: empty = those of the sound card; else all whose name
  /// contains it, in JACK's order.
  ///
  /// @param give whether ports that give samples are wanted, or ports that take them
  /// @param most how many at the most
  static List<String> ports(JackClient client, String named, boolean give, int most)
      throws DeviceException {
    List<String> all = ports(client, give);
    List<String> fit =
        named.isEmpty()
            ? ports(client, EnumSet.of(direction(give), JackPortFlags.JackPortIsPhysical))
            : all.stream()
                .filter(
                    port -> port.toLowerCase(Locale.ROOT).contains(named.toLowerCase(Locale.ROOT)))
                .toList();
    if (fit.isEmpty() && !named.isEmpty()) {
      throw new DeviceException(
          "jack:%s: no port of that name that %s sound; there are %s (isolator live --devices)"
              .formatted(
                  named,
                  give ? "gives" : "takes",
                  all.isEmpty() ? "none" : String.join(", ", all)));
    }
    if (fit.isEmpty()) {
      throw new DeviceException(
          "jack: expected a sound card that %s sound, found none; name other ports (isolator live --devices), or connect by hand (jack:none)"
              .formatted(give ? "gives" : "takes"));
    }
    return fit.stream().limit(most).toList();
  }

  /// All ports but the client's own.
  ///
  /// @param give whether ports that give samples are wanted, or ports that take them
  static List<String> ports(JackClient client, boolean give) throws DeviceException {
    return ports(client, EnumSet.of(direction(give)));
  }

  private static JackPortFlags direction(boolean give) {
    return give ? JackPortFlags.JackPortIsOutput : JackPortFlags.JackPortIsInput;
  }

  private static List<String> ports(JackClient client, EnumSet<JackPortFlags> flags)
      throws DeviceException {
    try {
      String[] names = library().getPorts(client, null, JackPortType.AUDIO, flags);
      return Stream.of(names).filter(name -> !name.startsWith(client.getName() + ":")).toList();
    } catch (JackException e) {
      throw new DeviceException("jack: the ports cannot be listed (%s)".formatted(oneLine(e)), e);
    }
  }

  /// What is told when a server refuses something that it should do.
  static DeviceException failed(JackException e) {
    return new DeviceException("jack: %s; restart the server".formatted(oneLine(e)), e);
  }

  static String oneLine(Throwable e) {
    return e.getMessage() == null
        ? "the server does not answer"
        : e.getMessage().replaceAll("\\s*\\R\\s*", " ");
  }
}

package dev.isolator.live.device;

import org.jaudiolibs.jnajack.JackException;

/// The rate of the JACK server that runs.
final class JackRate {
  private JackRate() {}

  /// In Hz.
  static int now() throws DeviceException {
    var client = JackServer.open("isolator-rate");
    try {
      return client.getSampleRate();
    } catch (JackException e) {
      throw JackServer.failed(e);
    } finally {
      client.close();
    }
  }
}

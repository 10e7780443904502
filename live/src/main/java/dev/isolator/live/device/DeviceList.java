package dev.isolator.live.device;

import java.util.ArrayList;
import java.util.List;
import org.jaudiolibs.jnajack.JackException;

/// The devices that there are now.
public final class DeviceList {
  private DeviceList() {}

  /// A device.
  ///
  /// @param name as it is typed after `--in` or `--out`
  /// @param input whether it can be an input
  /// @param output whether it can be an output
  /// @param about its own name, and what it takes
  public record Device(String name, boolean input, boolean output, String about) {}

  /// What was found, and a sentence for each sound system that is not there.
  ///
  /// @param devices JACK's first
  /// @param missing why a sound system has none
  public record Found(List<Device> devices, List<String> missing) {}

  /// Asks JACK and Java Sound. Takes up to a second.
  public static Found now() {
    var devices = new ArrayList<Device>();
    var missing = new ArrayList<String>();
    try {
      devices.addAll(ofJack());
    } catch (DeviceException e) {
      missing.add(String.valueOf(e.getMessage()));
    }
    List<JavaSoundDevice> java = JavaSoundDevice.all();
    if (java.isEmpty()) {
      missing.add("java: no sound card found");
    }
    for (JavaSoundDevice device : java) {
      boolean in = device.hasInput();
      devices.add(
          new Device(
              "java:" + device.number(),
              in,
              device.hasOutput(),
              "%s; %s".formatted(device.info().getName(), device.rates(in))));
    }
    return new Found(List.copyOf(devices), List.copyOf(missing));
  }

  private static List<Device> ofJack() throws DeviceException {
    var client = JackServer.open("isolator-devices");
    try {
      var devices = new ArrayList<Device>();
      String about =
          "%d Hz, blocks of %d frames".formatted(client.getSampleRate(), client.getBufferSize());
      devices.add(new Device("jack", true, true, "the sound card by JACK; " + about));
      for (String port : JackServer.ports(client, true)) {
        devices.add(new Device("jack:" + port, true, false, "gives sound"));
      }
      for (String port : JackServer.ports(client, false)) {
        devices.add(new Device("jack:" + port, false, true, "takes sound"));
      }
      return devices;
    } catch (JackException e) {
      throw JackServer.failed(e);
    } finally {
      client.close();
    }
  }
}

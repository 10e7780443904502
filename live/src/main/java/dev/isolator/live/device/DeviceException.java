package dev.isolator.live.device;

/// An audio device is missing, busy, or does not take the sound. The message is one line: which
/// device, what was expected, what was found, the way out.
public final class DeviceException extends Exception {
  private static final long serialVersionUID = 1L;

  /// A failure with a reason of ours.
  public DeviceException(String message) {
    super(message);
  }

  /// A failure that something else caused.
  public DeviceException(String message, Throwable cause) {
    super(message, cause);
  }
}

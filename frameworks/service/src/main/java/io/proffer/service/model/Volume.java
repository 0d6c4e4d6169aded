package io.proffer.service.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What an instance finds in its container besides the image and the sandbox. */
public sealed interface Volume {

  String containerPath();

  /** A directory of the machine. */
  record Host(String hostPath, String containerPath, boolean isReadOnly) implements Volume {}

  /** A file with a secret. */
  record Secret(String containerPath, String secret) implements Volume {}

  /**
   * A volume of the container engine, kept wherever its driver keeps it.
   *
   * @param name by which the engine knows it; one that is not there is made
   * @param driver of the engine's
   * @param sizeGb what the driver is asked for, where it is
   * @param isShared whether several instances may use it
   */
  record External(
      String name,
      String driver,
      Optional<Long> sizeGb,
      Map<String, String> options,
      boolean isShared,
      String containerPath,
      boolean isReadOnly)
      implements Volume {
    public External {
      options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }
  }
}

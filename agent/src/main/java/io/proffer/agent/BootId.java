package io.proffer.agent;

import io.proffer.agent.sandbox.IoTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Linux names each of its boots at random, which tells a reboot from a restart of the agent. */
final class BootId {

  private static final Logger LOG = LoggerFactory.getLogger(BootId.class);
  private static final Path FILE = Path.of("/proc/sys/kernel/random/boot_id");

  private BootId() {}

  /** Empty where it cannot be read: a reboot then looks like containers that vanished. */
  static Optional<String> ofThisMachine() {
    try {
      return Optional.of(Files.readString(FILE).strip()).filter(id -> !id.isEmpty());
    } catch (IOException e) {
      LOG.warn("Reboots cannot be told from restarts of the agent: {}", IoTrouble.describe(e));
      return Optional.empty();
    }
  }
}

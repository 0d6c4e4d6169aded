package io.proffer.agent.runtime.process;

import io.proffer.agent.runtime.usage.KernelFile;
import java.nio.file.Path;

/** Where memory goes that is not in memory. */
final class Swap {

  private static final Path AREAS = Path.of("/proc/swaps");

  private Swap() {}

  /** Whether the machine has any; without, there is nothing to limit. */
  static boolean exists() {
    return KernelFile.read(AREAS).stream().flatMap(String::lines).count() > 1;
  }
}

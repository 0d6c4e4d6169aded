package io.proffer.agent.runtime.process;

import io.proffer.agent.runtime.LaunchException;
import io.proffer.agent.runtime.ResourceLimits;
import io.proffer.agent.runtime.Usage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The kernel's control groups, through which processes are held to their limits. */
interface Cgroups {

  /** What can and cannot be enforced here, in a sentence. */
  String describe();

  /**
   * Makes the groups of a container and sets its limits.
   *
   * @param name unique, of letters, digits and dashes
   * @return the files into which a process writes 0 to join
   * @throws LaunchException when the kernel refuses
   */
  List<Path> create(String name, ResourceLimits limits) throws LaunchException;

  /** Sets other limits on the groups of a container; a limit that the kernel refuses stays. */
  void resize(String name, ResourceLimits limits);

  /** What the kernel has to say when it has killed a process of this group for its memory. */
  Optional<String> memoryTrouble(String name);

  /** Kills whatever is left in the groups of a container and removes them. */
  void remove(String name);

  /** What a container uses now; empty when it has no groups. */
  Optional<Usage> usage(String name);
}

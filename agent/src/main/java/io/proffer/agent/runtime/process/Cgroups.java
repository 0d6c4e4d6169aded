package io.proffer.agent.runtime.process;

import io.proffer.agent.container.Unenforced;
import io.proffer.agent.runtime.LaunchException;
import io.proffer.agent.runtime.ResourceLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The kernel's control groups, through which processes are held to their limits. */
interface Cgroups {

  /** What is enforced here, in a sentence. */
  String describe();

  /** What cannot be enforced here. */
  List<Unenforced> unenforced();

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

  /** The files into which a process writes 0 to join the groups of a container, if they exist. */
  List<Path> join(String name);

  /** What the kernel has to say when it has killed a process of this group for its memory. */
  Optional<String> memoryTrouble(String name);

  /** Kills whatever is left in the groups of a container and removes them. */
  void remove(String name);

  /** Removes the groups of all others: an earlier agent died before it had. */
  void retain(Set<String> names);

  /** Removes what is empty; groups of containers stay. */
  void close();
}

package io.proffer.agent.runtime.process;

import io.proffer.agent.container.Unenforced;
import io.proffer.agent.runtime.ResourceLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Stands for control groups where the agent may not use them: nothing is enforced.
 *
 * @param why in a few words
 */
record NoCgroups(String why) implements Cgroups {

  @Override
  public String describe() {
    return "no control groups: " + why;
  }

  @Override
  public List<Unenforced> unenforced() {
    return Stream.of("cpus", "mem", "pids").map(w -> new Unenforced("process/" + w, why)).toList();
  }

  @Override
  public List<Path> create(String name, ResourceLimits limits) {
    return List.of();
  }

  @Override
  public void resize(String name, ResourceLimits limits) {}

  @Override
  public List<Path> join(String name) {
    return List.of();
  }

  @Override
  public Optional<String> memoryTrouble(String name) {
    return Optional.empty();
  }

  @Override
  public void remove(String name) {}

  @Override
  public void retain(Set<String> names) {}

  @Override
  public void close() {}
}

package io.proffer.agent.runtime.process;

import io.proffer.agent.runtime.ResourceLimits;
import io.proffer.agent.runtime.Usage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Stands for control groups where the agent may not use them: nothing is enforced.
 *
 * @param why in a few words
 */
record NoCgroups(String why) implements Cgroups {

  @Override
  public String describe() {
    return "no cpu and memory limits: " + why;
  }

  @Override
  public List<Path> create(String name, ResourceLimits limits) {
    return List.of();
  }

  @Override
  public void resize(String name, ResourceLimits limits) {}

  @Override
  public Optional<String> memoryTrouble(String name) {
    return Optional.empty();
  }

  @Override
  public void remove(String name) {}

  @Override
  public Optional<Usage> usage(String name) {
    return Optional.empty();
  }
}

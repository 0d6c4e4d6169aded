package io.proffer.agent.runtime;

import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.sandbox.fetch.Owner;
import java.util.Optional;

/** Knows who a container's files are to belong to. */
@FunctionalInterface
public interface SandboxOwners {

  /** Empty for the agent's own user. */
  Optional<Owner> of(ContainerSpec spec) throws LaunchException;
}

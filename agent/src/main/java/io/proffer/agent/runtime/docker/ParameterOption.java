package io.proffer.agent.runtime.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.HostConfig;

/** Puts the value of one parameter where the engine wants it; throws when it makes no sense. */
interface ParameterOption {
  void apply(CreateContainerCmd create, HostConfig host, String value);
}

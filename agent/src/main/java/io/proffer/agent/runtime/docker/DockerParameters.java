package io.proffer.agent.runtime.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.HostConfig;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.runtime.LaunchException;
import java.util.List;
import java.util.SortedMap;
import org.apache.mesos.v1.Protos.Parameter;

/**
 * The free-form parameters of a Docker task. In Mesos they are long options of {@code docker run};
 * here those that people use are put in the engine's own terms, and any other is refused by name.
 */
final class DockerParameters {

  private DockerParameters() {}

  static void apply(List<Parameter> parameters, CreateContainerCmd create, HostConfig host)
      throws LaunchException {
    if (parameters.isEmpty()) {
      return;
    }
    SortedMap<String, ParameterOption> options = ParameterOptions.all();
    for (Parameter parameter : parameters) {
      ParameterOption option = options.get(parameter.getKey());
      if (option == null) {
        throw new LaunchException(
            LaunchFailure.Kind.COMMAND,
            "docker parameter '"
                + parameter.getKey()
                + "' is not known; known are "
                + options.keySet());
      }
      try {
        option.apply(create, host, parameter.getValue());
      } catch (RuntimeException e) {
        throw new LaunchException(
            LaunchFailure.Kind.COMMAND,
            "docker parameter '"
                + parameter.getKey()
                + "' cannot be '"
                + parameter.getValue()
                + "': "
                + e.getMessage());
      }
    }
  }
}

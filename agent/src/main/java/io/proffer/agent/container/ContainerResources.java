package io.proffer.agent.container;

import java.util.List;
import java.util.Map;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;

/**
 * What a container may use.
 *
 * @param requests what is set aside for it
 * @param limits by name of resource, where it may use another amount than is set aside; infinite
 *     for as much as there is
 */
public record ContainerResources(List<Resource> requests, Map<String, Value.Scalar> limits) {
  public ContainerResources {
    requests = List.copyOf(requests);
    limits = Map.copyOf(limits);
  }
}

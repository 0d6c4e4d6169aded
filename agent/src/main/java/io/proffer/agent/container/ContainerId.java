package io.proffer.agent.container;

import org.apache.mesos.v1.Protos;

/**
 * The identity of one run of a task or executor on this agent; never used twice.
 *
 * @param value a UUID's text; also the last part of the sandbox's path
 */
public record ContainerId(String value) implements Comparable<ContainerId> {

  public Protos.ContainerID toProto() {
    return Protos.ContainerID.newBuilder().setValue(value).build();
  }

  @Override
  public int compareTo(ContainerId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}

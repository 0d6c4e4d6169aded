package io.proffer.core.model;

import org.apache.mesos.v1.Protos;

/**
 * The identity of an executor within its framework and agent: chosen by the framework, or the task
 * id of a command task.
 *
 * @param value the text that is on the wire; never null
 */
public record ExecutorId(String value) implements Comparable<ExecutorId> {

  public static ExecutorId of(Protos.ExecutorID proto) {
    return new ExecutorId(proto.getValue());
  }

  public Protos.ExecutorID toProto() {
    return Protos.ExecutorID.newBuilder().setValue(value).build();
  }

  @Override
  public int compareTo(ExecutorId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}

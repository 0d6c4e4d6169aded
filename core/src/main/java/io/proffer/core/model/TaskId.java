package io.proffer.core.model;

import org.apache.mesos.v1.Protos;

/**
 * The identity of a task within its framework: chosen by the framework.
 *
 * @param value the text that is on the wire; never null
 */
public record TaskId(String value) implements Comparable<TaskId> {

  public static TaskId of(Protos.TaskID proto) {
    return new TaskId(proto.getValue());
  }

  public Protos.TaskID toProto() {
    return Protos.TaskID.newBuilder().setValue(value).build();
  }

  @Override
  public int compareTo(TaskId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}

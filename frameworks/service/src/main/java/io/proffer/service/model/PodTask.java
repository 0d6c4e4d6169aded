package io.proffer.service.model;

import java.util.Optional;

/**
 * What the tasks of a pod's instance are called: {@code a_b.instance-<uuid>.web}, and where the
 * instance is launched again {@code a_b.instance-<uuid>.web.2}.
 *
 * @param instance {@code a_b.instance-<uuid>}
 * @param launch counts the instance's launches, from 1
 */
public record PodTask(String instance, long launch) {

  private static final String APP = "._app.";

  /** Of an instance that is known by {@code a_b.instance-<uuid>._app.1}. */
  public static PodTask of(String taskId) {
    int end = taskId.indexOf(APP);
    return new PodTask(
        taskId.substring(0, end), Long.parseLong(taskId.substring(end + APP.length())));
  }

  /** The instance that a container's task belongs to; empty where it is none of a pod's. */
  public static Optional<PodTask> ofContainer(String taskId) {
    int start = taskId.lastIndexOf(".instance-");
    int name = start < 0 ? -1 : taskId.indexOf('.', start + 1);
    if (name < 0) {
      return Optional.empty();
    }
    int launch = taskId.indexOf('.', name + 1);
    String number = launch < 0 ? "1" : taskId.substring(launch + 1);
    return number.matches("[0-9]{1,18}")
        ? Optional.of(new PodTask(taskId.substring(0, name), Long.parseLong(number)))
        : Optional.empty();
  }

  /** The container that a task is of. */
  public static String container(String taskId) {
    int name = taskId.indexOf('.', taskId.lastIndexOf(".instance-") + 1);
    int launch = taskId.indexOf('.', name + 1);
    return taskId.substring(name + 1, launch < 0 ? taskId.length() : launch);
  }

  /** By which the instance is known. */
  public String whole() {
    return instance + APP + launch;
  }

  /** The task of a container. */
  public String task(String container) {
    return instance + "." + container + (launch > 1 ? "." + launch : "");
  }

  /** What runs the tasks. */
  public String executor() {
    return "instance-" + instance + (launch > 1 ? "." + launch : "");
  }
}

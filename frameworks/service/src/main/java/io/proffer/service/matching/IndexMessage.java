package io.proffer.service.matching;

import io.proffer.service.model.App;
import io.proffer.service.model.Network;
import org.apache.mesos.v1.Protos.TaskInfo;

/** What an instance is told of its number. */
public final class IndexMessage {

  /** The number, as a variable and as a label of the task. */
  public static final String INDEX = "PROFFER_INSTANCE_INDEX";

  private static final String HOSTNAME = "PROFFER_INSTANCE_HOSTNAME";

  private IndexMessage() {}

  /** The name of an instance: the last part of the app's id and the number, {@code db-0}. */
  public static String hostname(App app, int index) {
    return app.id().segments().getLast().replace('.', '-') + "-" + index;
  }

  /** The task with its number; in a container with a network of its own also as its host name. */
  public static TaskInfo numbered(TaskInfo task, App app, int index) {
    TaskInfo.Builder out = task.toBuilder();
    String name = hostname(app, index);
    var environment =
        out.hasExecutor()
            ? out.getExecutorBuilder().getCommandBuilder().getEnvironmentBuilder()
            : out.getCommandBuilder().getEnvironmentBuilder();
    environment.addVariablesBuilder().setName(INDEX).setValue(Integer.toString(index));
    environment.addVariablesBuilder().setName(HOSTNAME).setValue(name);
    out.getLabelsBuilder().addLabelsBuilder().setKey(INDEX).setValue(Integer.toString(index));
    boolean own = app.spec().networks().stream().noneMatch(n -> n.mode() == Network.Mode.HOST);
    if (own && out.hasContainer()) {
      out.getContainerBuilder().setHostname(name);
    }
    return out.build();
  }
}

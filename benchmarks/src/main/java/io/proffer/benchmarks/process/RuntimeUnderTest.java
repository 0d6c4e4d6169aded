package io.proffer.benchmarks.process;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.ContainerWork;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.runtime.IsolationOptions;
import io.proffer.agent.runtime.RuntimeListener;
import io.proffer.agent.runtime.process.ProcessRuntime;
import io.proffer.agent.runtime.process.ProcessRuntimeSettings;
import io.proffer.agent.sandbox.SandboxLayout;
import io.proffer.agent.sandbox.Sandboxes;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.TaskId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Value;

/** The agent's own way of running a process, with nothing of an agent around it. */
final class RuntimeUnderTest implements RuntimeListener, AutoCloseable {

  private static final AgentId AGENT = new AgentId("bench-S0");
  private static final int PATIENCE_SECONDS = 30;

  private final BlockingQueue<String> ended = new LinkedBlockingQueue<>();
  private final ProcessRuntime runtime;
  private final boolean checkpoint;
  private final Optional<String> user;

  /**
   * @param checkpoint whether the tasks outlive the agent with their exit status
   * @param user whom the tasks run as; empty for the agent's own
   */
  RuntimeUnderTest(
      Path work, IsolationOptions isolation, boolean checkpoint, Optional<String> user) {
    this.runtime =
        ProcessRuntime.open(
            new ProcessRuntimeSettings(
                new Sandboxes(new SandboxLayout(work)), "127.0.0.1", "", isolation, 2),
            this);
    this.checkpoint = checkpoint;
    this.user = user;
  }

  /** Returns when its end was told. */
  void run(List<String> command) throws InterruptedException {
    ContainerSpec spec = spec(command);
    runtime.launch(spec);
    String told = ended.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (!spec.id().value().equals(told)) {
      throw new IllegalStateException("expecting the end of " + spec.id() + ", found " + told);
    }
    runtime.remove(spec.id());
  }

  private ContainerSpec spec(List<String> command) {
    CommandInfo.Builder info =
        CommandInfo.newBuilder()
            .setShell(false)
            .setValue(command.getFirst())
            .addAllArguments(command);
    user.ifPresent(info::setUser);
    TaskId task = new TaskId("t");
    return new ContainerSpec(
        new ContainerId(UUID.randomUUID().toString()),
        Optional.empty(),
        AGENT,
        FrameworkInfo.newBuilder()
            .setUser("")
            .setName("bench")
            .setId(new FrameworkId("bench-0000").toProto())
            .setCheckpoint(checkpoint)
            .build(),
        new ExecutorId("t"),
        Optional.empty(),
        new ContainerWork.Task(
            TaskInfo.newBuilder()
                .setName("t")
                .setTaskId(task.toProto())
                .setAgentId(AGENT.toProto())
                .setCommand(info)
                .addResources(scalar("cpus", 0.1))
                .addResources(scalar("mem", 32))
                .build()),
        "*");
  }

  private static Resource scalar(String name, double value) {
    return Resource.newBuilder()
        .setName(name)
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(value))
        .build();
  }

  @Override
  public void started(RunningContainer container) {}

  @Override
  public void launchFailed(ContainerId container, LaunchFailure failure) {
    ended.add(failure.message());
  }

  @Override
  public void exited(ContainerId container, ContainerExit exit) {
    ended.add(
        exit.equals(new ContainerExit.Exited(0)) ? container.value() : container + ": " + exit);
  }

  @Override
  public void close() {
    runtime.close();
  }
}

package io.proffer.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.agent.container.ContainerId;
import io.proffer.agent.runtime.exec.ExecRequest;
import io.proffer.agent.runtime.exec.Execution;
import io.proffer.agent.runtime.exec.FakeExecution;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkedRuntimeTest {

  private final List<Process> started = new ArrayList<>();

  /** Starts what it is asked to, and leaves it alone from then on, as an agent that is killed. */
  private final class Careless extends ForwardingRuntime {
    @Override
    protected ContainerRuntime next() {
      return new NoRuntime();
    }

    @Override
    public Execution execute(ContainerId container, ExecRequest request) throws LaunchException {
      try {
        ProcessBuilder command = new ProcessBuilder(request.command().getValue(), "1000");
        command.environment().putAll(TaskEnvironment.own(request.command()));
        started.add(command.start());
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      return new FakeExecution();
    }
  }

  @Test
  void anAgentEndsWhatItsPredecessorHadRunBesideTasks(@TempDir Path own, @TempDir Path other)
      throws Exception {
    ExecRequest sleep = ExecRequest.unattended(CommandInfo.newBuilder().setValue("sleep").build());
    var unused = new MarkedRuntime(new Careless(), own).execute(new ContainerId("c"), sleep);
    unused = new MarkedRuntime(new Careless(), other).execute(new ContainerId("c"), sleep);

    new MarkedRuntime(new Careless(), own).recover(List.of());

    assertThat(started.get(0).waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(started.get(1).isAlive()).as("another agent's").isTrue();
    started.get(1).destroyForcibly();
  }
}

package io.proffer.agent.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.runtime.ContainerRuntime;
import io.proffer.agent.runtime.ForwardingRuntime;
import io.proffer.agent.runtime.LaunchException;
import io.proffer.agent.runtime.NoRuntime;
import io.proffer.agent.runtime.exec.ExecRequest;
import io.proffer.agent.runtime.exec.Execution;
import io.proffer.agent.runtime.exec.FakeExecution;
import io.proffer.agent.runtime.exec.Output;
import io.proffer.agent.sandbox.logs.LogLimits;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NestedContainersTest {

  private static final ContainerId HOST = new ContainerId("host");
  private static final ExecRequest COMMAND =
      ExecRequest.attached(CommandInfo.newBuilder().setValue("sleep").build(), Optional.empty());
  private static final OutputSink NOBODY =
      new OutputSink() {
        @Override
        public void said(Output output) {}

        @Override
        public void ended() {}
      };

  private boolean hostRuns = true;
  private final ContainerRuntime runtime =
      new ForwardingRuntime() {
        @Override
        protected ContainerRuntime next() {
          return new NoRuntime();
        }

        @Override
        public Execution execute(ContainerId container, ExecRequest request) {
          return new FakeExecution();
        }

        @Override
        public boolean has(ContainerId container) {
          return hostRuns;
        }
      };
  private final NestedContainers nested = new NestedContainers(runtime, LogLimits.defaults());

  @AfterEach
  void stop() {
    nested.close();
  }

  private static ContainerID id(String value, ContainerID parent) {
    return ContainerID.newBuilder().setValue(value).setParent(parent).build();
  }

  private static ContainerID id(String value) {
    return id(value, HOST.toProto());
  }

  private Optional<Conversation> launch(ContainerID id) throws LaunchException {
    return nested.launch(id, HOST, COMMAND, NOBODY);
  }

  private static ContainerExit end(Conversation container) throws Exception {
    return container.ended().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void thereAreOnlySoManyAtATime() throws Exception {
    for (int i = 0; i < NestedContainers.MAX_RUNNING; i++) {
      assertThat(launch(id("c" + i))).isPresent();
    }
    assertThatThrownBy(() -> launch(id("more"))).hasMessageContaining("100 nested containers");

    Conversation first = nested.find(id("c0")).orElseThrow();
    first.kill();
    end(first);

    assertThat(launch(id("more"))).isPresent();
  }

  @Test
  void anIdIsTakenUntilItIsGivenBack() throws Exception {
    Conversation first = launch(id("c")).orElseThrow();
    assertThat(launch(id("c"))).isEmpty();
    assertThat(nested.remove(id("c"))).as("it runs").isFalse();

    first.kill();
    end(first);
    assertThat(launch(id("c"))).as("its end can still be asked for").isEmpty();

    assertThat(nested.remove(id("c"))).isTrue();
    assertThat(launch(id("c"))).isPresent();
  }

  @Test
  void whatIsInsideEndsWithWhatItIsIn() throws Exception {
    Conversation outer = launch(id("outer")).orElseThrow();
    Conversation inner = launch(id("inner", id("outer"))).orElseThrow();
    Conversation other = launch(id("other")).orElseThrow();

    outer.kill();
    end(inner);
    assertThat(other.runs()).isTrue();

    nested.hostEnded(HOST);
    end(other);
  }

  @Test
  void aTaskMayEndWhileSomethingIsStartedInIt() throws Exception {
    hostRuns = false;

    end(launch(id("late")).orElseThrow());
  }

  @Test
  void nothingIsStartedOnceTheAgentStops() throws Exception {
    nested.close();

    end(launch(id("late")).orElseThrow());
  }
}

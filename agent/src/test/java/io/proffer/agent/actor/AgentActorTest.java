package io.proffer.agent.actor;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import com.typesafe.config.ConfigFactory;
import io.proffer.agent.checkpoint.Checkpoints;
import io.proffer.agent.checkpoint.WriteAhead;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.RecoveredContainer;
import io.proffer.agent.kernel.AgentEffect;
import io.proffer.agent.kernel.AgentInput;
import io.proffer.agent.kernel.AgentKernel;
import io.proffer.agent.kernel.AgentSettings;
import io.proffer.agent.state.AgentState;
import io.proffer.core.time.Ticker;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentActorTest {

  @TempDir Path work;

  @Test
  void anAgentThatCannotDecideStopsInsteadOfStandingThereDeaf() throws Exception {
    List<AgentEffect> effects = new CopyOnWriteArrayList<>();
    try (WriteAhead checkpoint = Checkpoints.open(work, "127.0.0.1:5050").writeAhead()) {
      AgentKernel kernel =
          new AgentKernel(
              AgentSettings.defaults("127.0.0.1:5051", "test"),
              AgentInfo.newBuilder().setHostname("localhost").build(),
              AgentState.of(List.of()),
              new SplittableRandom(1));
      ActorSystem<AgentActor.Command> system =
          ActorSystem.create(
              AgentActor.create(
                  kernel,
                  new AgentActor.World(checkpoint, effects::add, facts -> {}, Ticker.system())),
              "actor-test",
              ConfigFactory.parseString("akka.loglevel = OFF, akka.stdout-loglevel = OFF")
                  .withFallback(ConfigFactory.load()));

      system.tell(new AgentActor.Happened(twoOfOneName()));

      system.getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
      assertThat(effects)
          .containsExactly(new AgentEffect.Stop("an error in the agent; its log says which"));
    }
  }

  /** What no runtime tells. */
  private static AgentInput twoOfOneName() {
    RecoveredContainer container = new RecoveredContainer.NeverStarted(new ContainerId("c"));
    return new AgentInput.Recovered(List.of(container, container));
  }
}

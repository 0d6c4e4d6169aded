package io.proffer.master.actor;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.proffer.core.model.FrameworkId;
import io.proffer.master.kernel.MasterSettings;
import io.proffer.master.kernel.RequestId;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeadingMasterTest {

  private static final MasterSelf SELF =
      new MasterSelf(
          "m",
          "10.0.0.1",
          5050,
          "c",
          Instant.EPOCH,
          new TreeMap<>(),
          BuildInfo.load(),
          Optional.empty());

  private final BlockingQueue<MasterActor.Command> told = new LinkedBlockingQueue<>();
  private final ActorSystem<MasterActor.Command> actor =
      ActorSystem.create(
          Behaviors.receive(MasterActor.Command.class)
              .onAnyMessage(
                  command -> {
                    told.add(command);
                    return Behaviors.same();
                  })
              .build(),
          "told");
  private final ReadModel reads = new ReadModel(MasterSettings.defaults().retention());
  private final AtomicLong ids = new AtomicLong();

  @AfterEach
  void stop() {
    actor.terminate();
    reads.close();
  }

  private LeadingMaster term(String id) {
    return new LeadingMaster(
        LeaderTerm.masterInfo(SELF, id),
        Instant.EPOCH,
        actor,
        reads,
        new MasterMetrics(new SimpleMeterRegistry()),
        true,
        ids);
  }

  private RequestId requestOf(LeadingMaster term) throws InterruptedException {
    var unused = term.tearDown(new FrameworkId("shop"));
    return told.poll(20, TimeUnit.SECONDS) instanceof MasterActor.Called called
        ? called.request()
        : new RequestId(-1);
  }

  /** The actor is the same: a late word of the last term must not be taken for one of this. */
  @Test
  void whatIsAskedInOneTermIsNamedAsNothingIsInTheNext() throws Exception {
    LeadingMaster first = term("first");
    RequestId before = requestOf(first);
    long connection = first.connectAgents(framed -> 1, Optional.empty()).id();
    told.poll(20, TimeUnit.SECONDS);
    first.end();
    LeadingMaster second = term("second");

    assertThat(requestOf(second)).isNotEqualTo(before);
    assertThat(second.connectAgents(framed -> 1, Optional.empty()).id()).isNotEqualTo(connection);
  }
}

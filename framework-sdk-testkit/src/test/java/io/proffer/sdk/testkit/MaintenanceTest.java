package io.proffer.sdk.testkit;

import static io.proffer.sdk.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.OfferId;
import io.proffer.core.model.TaskId;
import io.proffer.sdk.Driver;
import io.proffer.sdk.InverseOfferView;
import io.proffer.sdk.Offers;
import io.proffer.sdk.Proffer;
import io.proffer.sdk.Requirement;
import io.proffer.sdk.Scheduler;
import io.proffer.sdk.TaskUpdate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A framework that gets out of the way of maintenance: the real kernels on virtual time. */
class MaintenanceTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration HOUR = Duration.ofHours(1);

  private final TestCluster cluster = TestCluster.create();
  private final TestAgent first = cluster.addAgent("cpus:1;mem:1024");
  private final Mover mover = new Mover();
  private final TestFramework framework = cluster.start(Proffer.framework("mover"), mover);

  MaintenanceTest() {
    cluster.advanceUntil(() -> framework.id().isPresent(), SOON);
    cluster.advanceUntil(() -> framework.task("task-1").runs(), SOON);
  }

  @Test
  void aFrameworkThatCanLeaveSaysSoAndDoes() {
    TestAgent second = cluster.addAgent("cpus:1;mem:1024");

    cluster.scheduleMaintenance(Duration.ofMinutes(10), HOUR, first);
    cluster.advanceUntil(() -> framework.leaves(first).isPresent(), SOON);

    assertThat(framework.leaves(first)).contains(true);
    cluster.advanceUntil(() -> framework.task("task-2").runs(), SOON);
    assertThat(framework.task("task-2").host()).contains(second.name());
    Optional<AgentId> before = first.id();
    first.bringDown();
    cluster.advance(SOON);
    first.start();
    cluster.advance(SOON);
    assertThat(first.id()).as("nobody on the machine is let in").isIn(before, Optional.empty());
    first.bringUp();
    first.start();
    cluster.advanceUntil(
        () -> first.id().isPresent() && !first.id().equals(before), Duration.ofMinutes(2));
  }

  @Test
  void whatIsAskedIsTakenBackWhenTheMaintenanceIsNotToBe() {
    mover.answers = false;
    cluster.scheduleMaintenance(Duration.ofMinutes(10), HOUR, first);
    cluster.advanceUntil(() -> !mover.asked.isEmpty(), SOON);

    cluster.cancelMaintenance();
    cluster.advance(SOON);

    assertThat(mover.rescinded).containsExactly(mover.asked.get(0).id());
    assertThat(mover.asked).hasSize(1);
    assertThat(framework.leaves(first)).isEmpty();
  }

  /** Keeps one task running, on agents that stay. */
  private static final class Mover implements Scheduler {
    private final List<InverseOfferView> asked = new ArrayList<>();
    private final List<OfferId> rescinded = new ArrayList<>();
    private boolean answers = true;
    private int launched;
    private Optional<String> running = Optional.empty();

    @Override
    public boolean wantsOffers() {
      return running.isEmpty();
    }

    @Override
    public void offered(Offers offers, Driver driver) {
      Requirement stays = Requirement.availableUntil(driver.now().plus(HOUR));
      String id = "task-" + (launched + 1);
      if (running.isEmpty()
          && offers.launch(task(id).command("x").cpus(1).memMb(100).requires(stays)).placed()) {
        running = Optional.of(id);
        launched++;
      }
    }

    @Override
    public void updated(TaskUpdate update, Driver driver) {
      if (update.isTerminal()) {
        running = Optional.empty();
      }
    }

    @Override
    public void inverseOffered(List<InverseOfferView> offers, Driver driver) {
      asked.addAll(offers);
      if (answers) {
        for (InverseOfferView offer : offers) {
          driver.acceptInverse(offer.id(), HOUR);
          running.ifPresent(id -> driver.kill(new TaskId(id)));
        }
      }
    }

    @Override
    public void inverseRescinded(OfferId offer, Driver driver) {
      rescinded.add(offer);
    }
  }
}

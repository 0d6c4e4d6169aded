package io.proffer.sdk.testkit;

import static io.proffer.sdk.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.core.model.AgentId;
import io.proffer.sdk.Driver;
import io.proffer.sdk.OfferView;
import io.proffer.sdk.Offers;
import io.proffer.sdk.OperationUpdate;
import io.proffer.sdk.PersistentVolume;
import io.proffer.sdk.Proffer;
import io.proffer.sdk.Scheduler;
import io.proffer.sdk.TaskUpdate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OperationID;
import org.apache.mesos.v1.Protos.OperationState;
import org.junit.jupiter.api.Test;

/** A framework that keeps its data: real kernels of master, agent and driver on virtual time. */
class VolumesTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final TestCluster cluster = TestCluster.create();
  private final TestAgent first = cluster.addAgent("cpus:2;mem:1024;disk:1000");
  private final Database database = new Database();
  private final TestFramework framework =
      cluster.start(Proffer.framework("db").roles("db").with(i -> i.setPrincipal("p")), database);

  VolumesTest() {
    cluster.tasks(launched -> TaskPlan.finishesAfter(Duration.ofMinutes(1)));
    cluster.advanceUntil(() -> framework.id().isPresent(), SOON);
  }

  @Test
  void aTaskFindsItsVolumeAgainWhereverThereIsRoom() {
    cluster.advanceUntil(() -> framework.task("db-1").runs(), SOON);
    cluster.addAgent("cpus:8;mem:8192;disk:9000");

    cluster.advanceUntil(() -> framework.task("db-3").runs(), Duration.ofMinutes(10));

    assertThat(framework.task("db-3").host()).contains(first.name());
    assertThat(database.seen).contains("create OPERATION_FINISHED");
  }

  @Test
  void theVolumeOutlivesTheMachinesPowerAndTheMaster() {
    cluster.advanceUntil(() -> framework.task("db-1").runs(), SOON);
    cluster.advance(Duration.ofSeconds(5));
    first.losePower();
    cluster.changeMaster();
    first.start();

    cluster.advanceUntil(() -> framework.task("db-2").runs(), Duration.ofMinutes(30));

    assertThat(framework.task("db-2").host()).contains(first.name());
    assertThat(database.created).isEqualTo(1);
  }

  @Test
  void whatBecameOfAnOperationIsToldOnceAndCanBeAskedFor() {
    cluster.advanceUntil(() -> framework.task("db-2").runs(), Duration.ofMinutes(10));
    assertThat(database.seen).containsExactly("create OPERATION_FINISHED");

    AgentId agent = first.id().orElseThrow();
    framework.driver().reconcileOperations(Map.of("create", Optional.of(agent)));
    cluster.advance(SOON);

    assertThat(database.seen)
        .containsExactly("create OPERATION_FINISHED", "create OPERATION_UNKNOWN");
  }

  @Test
  void aSharedVolumeIsUsedByTwoAtOnceAndGoesWhenNobodyUsesIt() {
    Sharing sharing = new Sharing();
    TestFramework shared =
        cluster.start(
            Proffer.framework("shared")
                .roles("shared")
                .capability(Capability.Type.SHARED_RESOURCES),
            sharing);
    cluster.advanceUntil(() -> shared.id().isPresent(), SOON);

    cluster.advanceUntil(
        () -> shared.task("one").runs() && shared.task("two").runs(), Duration.ofMinutes(5));
    cluster.advanceUntil(() -> sharing.destroyed, Duration.ofMinutes(10));
    cluster.advance(Duration.ofMinutes(5));

    assertThat(sharing.offeredAfterwards).isFalse();
  }

  /** Runs one task after another on a volume that it makes once. */
  private static final class Database implements Scheduler {
    private final PersistentVolume data = PersistentVolume.of("data", 100);
    private final List<String> seen = new ArrayList<>();
    private int created;
    private int starts;
    private boolean running;

    @Override
    public boolean wantsOffers() {
      return !running;
    }

    @Override
    public void offered(Offers offers, Driver driver) {
      for (OfferView offer : offers) {
        if (created == 0) {
          create(offer);
        }
        if (!running && offer.has(data)) {
          running = offer.launch(task("db-" + (starts + 1)).command("serve").volume(data)).placed();
          starts += running ? 1 : 0;
        }
      }
    }

    private void create(OfferView offer) {
      OfferView probe = offer;
      assertThat(probe.create(data)).isEmpty();
      List<Operation> made = probe.operations();
      assertThat(made)
          .extracting(Operation::getType)
          .containsExactly(Operation.Type.RESERVE, Operation.Type.CREATE);
      // An operation with an id is told about: this one reserves a little more.
      probe.apply(
          made.get(0).toBuilder().setId(OperationID.newBuilder().setValue("create")).build());
      created++;
    }

    @Override
    public void operationUpdated(OperationUpdate update, Driver driver) {
      seen.add(update.operation() + " " + update.state());
      assertThat(update.isFailed()).isFalse();
      assertThat(update.isFinished())
          .isEqualTo(update.state() == OperationState.OPERATION_FINISHED);
    }

    @Override
    public void updated(TaskUpdate update, Driver driver) {
      running &= !update.isTerminal();
    }
  }

  /** Two tasks on one volume, which is destroyed when both have ended. */
  private static final class Sharing implements Scheduler {
    private final PersistentVolume data = PersistentVolume.of("data", 100).shared();
    private final List<String> toLaunch = new ArrayList<>(List.of("one", "two"));
    private int ended;
    private boolean destroyed;
    private boolean offeredAfterwards;

    @Override
    public void offered(Offers offers, Driver driver) {
      for (OfferView offer : offers) {
        offeredAfterwards |= destroyed && offer.has(data);
        if (toLaunch.size() == 2) {
          assertThat(offer.create(data)).isEmpty();
        }
        while (!toLaunch.isEmpty()
            && offer
                .launch(task(toLaunch.get(0)).command("work").volume(data.readOnly()))
                .placed()) {
          toLaunch.remove(0);
        }
        if (ended == 2 && !destroyed) {
          destroyed = offer.destroy(data);
        }
      }
    }

    @Override
    public void updated(TaskUpdate update, Driver driver) {
      ended += update.isTerminal() ? 1 : 0;
    }
  }
}

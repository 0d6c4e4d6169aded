package io.proffer.agent.death;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.agent.death.MortalAgent.Death;
import io.proffer.core.model.Resources;
import java.util.List;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.Protos.Volume;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The agent dies right after each change that it makes to its disk while volumes come and go. A
 * volume that was told to be there is there, with its data; one that was told to be gone never
 * comes back; and nobody is given another's data.
 */
class VolumesAtEveryDeathTest {

  private static final List<Integer> AGAIN_AFTER = List.of(1, 2, 5);

  @ParameterizedTest
  @EnumSource
  void everyDeathIsSurvived(Death death) {
    int changes = run(death, List.of());
    assertThat(changes).as("the scenario writes").isGreaterThan(10);
    for (int at = 1; at <= changes; at++) {
      run(death, List.of(at));
      for (int after : AGAIN_AFTER) {
        run(death, List.of(at, at + after));
      }
    }
  }

  private static int run(Death death, List<Integer> deaths) {
    MortalAgent agent = new MortalAgent(death, deaths);
    try {
      scenario(agent);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("%s at %s, after %s".formatted(death, deaths, agent.changes()), e);
    }
    return agent.changes().size();
  }

  private static void scenario(MortalAgent agent) {
    StrictMaster master = agent.master();
    agent.live();
    agent.then(() -> master.operate("reserve", reserve()));
    agent.then(() -> master.operate("keep", create("kept")));
    agent.volumes().put("kept", "of the kept");
    agent.then(() -> master.operate("create", create("v")));
    agent.volumes().put("v", "of the first");
    agent.then(
        () -> {
          master.operate("destroy", destroy("v"));
          master.operate("create-again", create("v"));
        });
    agent.then(agent::compacts);
    assertThat(agent.volumes()).containsEntry("kept", "of the kept").containsEntry("v", "");
    agent.then(() -> master.operate("destroy-again", destroy("v")));

    assertThat(master.operations()).containsOnly(OperationState.OPERATION_FINISHED);
    assertThat(agent.volumes()).containsOnlyKeys("kept");
    assertThat(agent.state().ledger().doomed()).isEmpty();
    assertThat(agent.state().ledger().operations()).isEmpty();
    Resources converted = agent.state().ledger().converted();
    assertThat(converted.persistentVolumes()).isEqualTo(Resources.of(List.of(volume("kept"))));
    assertThat(converted.scalar("disk")).isEqualTo(128);
  }

  private static Operation reserve() {
    return Operation.newBuilder()
        .setType(Operation.Type.RESERVE)
        .setReserve(Operation.Reserve.newBuilder().addResources(disk(128)))
        .build();
  }

  private static Operation create(String id) {
    return Operation.newBuilder()
        .setType(Operation.Type.CREATE)
        .setCreate(Operation.Create.newBuilder().addVolumes(volume(id)))
        .build();
  }

  private static Operation destroy(String id) {
    return Operation.newBuilder()
        .setType(Operation.Type.DESTROY)
        .setDestroy(Operation.Destroy.newBuilder().addVolumes(volume(id)))
        .build();
  }

  private static Resource volume(String id) {
    return disk(64).toBuilder()
        .setDisk(
            DiskInfo.newBuilder()
                .setPersistence(DiskInfo.Persistence.newBuilder().setId(id))
                .setVolume(Volume.newBuilder().setContainerPath("d").setMode(Volume.Mode.RW)))
        .build();
  }

  private static Resource disk(double megabytes) {
    return Resource.newBuilder()
        .setName("disk")
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(megabytes))
        .addReservations(
            ReservationInfo.newBuilder().setType(ReservationInfo.Type.DYNAMIC).setRole("r1"))
        .build();
  }
}

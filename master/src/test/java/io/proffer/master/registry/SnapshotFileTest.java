package io.proffer.master.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proffer.master.state.DurableFacts;
import io.proffer.master.state.MasterEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A file gives back what was put in it, or says why not. */
class SnapshotFileTest {

  private static final SnapshotFile FILE =
      new SnapshotFile(Facts.NOON, "lab", "4b9d1e0c", "1.0.0", facts());

  private static DurableFacts facts() {
    ReplayedRegistry registry = new ReplayedRegistry(RegistryContract.RETENTION);
    registry.append(
        List.of(
            Facts.admitted(1),
            Facts.drainBegun(1),
            Facts.admitted(2),
            Facts.unreachable(2),
            Facts.gone(3),
            new MasterEvent.MaintenanceScheduled(Facts.schedule(1, 2)),
            new MasterEvent.MachinesBroughtDown(List.of(Facts.machine(1))),
            Facts.subscribed(1),
            Facts.subscribed(2),
            Facts.completed(2),
            new MasterEvent.WeightsUpdated(List.of(Facts.weight("a", 2)))));
    return registry.read();
  }

  @Test
  void itGivesBackWhatWasSaved() {
    SnapshotFile read = SnapshotFile.read(FILE.write(), "lab.snapshot");
    assertThat(read).isEqualTo(FILE);
    assertThat(read.facts().words())
        .isEqualTo(
            "1 agent, 1 unreachable agent, 1 gone agent, 1 drained or deactivated agent,"
                + " 2 scheduled machines, 1 framework, 1 ended framework, 1 weight");
  }

  @Test
  void anyDamageIsNoticed() {
    byte[] whole = FILE.write();
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x40;
      assertThatThrownBy(() -> SnapshotFile.read(damaged, "lab.snapshot"))
          .as("byte %d", at)
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("lab.snapshot");
    }
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> SnapshotFile.read(part, "lab.snapshot"))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("lab.snapshot is damaged")
          .hasMessageContaining("Take another copy of it");
    }
  }

  @Test
  void noRoomIsMadeForMoreThanAFileCanHold() {
    byte[] claiming = FILE.write();
    ByteBuffer.wrap(claiming).putInt(9, 1 << 29); // behind four letters, a version, a checksum
    assertThatThrownBy(() -> SnapshotFile.read(claiming, "lab.snapshot"))
        .hasMessageContaining("lab.snapshot is damaged: it is too short to hold 536870912 bytes");
  }

  @Test
  void whatIsNoSnapshotIsSaidToBeNone() {
    assertThatThrownBy(
            () ->
                SnapshotFile.read(
                    "{\"id\":\"/web\",\"cmd\":\"sleep 1\"}".getBytes(StandardCharsets.UTF_8),
                    "web.json"))
        .hasMessageContaining("web.json is damaged: it holds no facts of a Proffer master");
  }

  @Test
  void whatANewerProfferSavedIsSaidToBe() {
    byte[] newer = FILE.write();
    newer[4] = 2;
    assertThatThrownBy(() -> SnapshotFile.read(newer, "lab.snapshot"))
        .hasMessage(
            "lab.snapshot was written by a newer Proffer: format 2 (this one reads up to 1)."
                + " Use 'proffer' of that version");
  }
}

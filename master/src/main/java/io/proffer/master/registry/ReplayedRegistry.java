package io.proffer.master.registry;

import io.proffer.master.state.DurableFacts;
import io.proffer.master.state.MasterEvent;
import io.proffer.master.state.Retention;
import java.util.ArrayList;
import java.util.List;

/**
 * A registry's content in memory, written and read as ZooKeeper's is: for simulations and tests.
 * Not thread-safe.
 */
public final class ReplayedRegistry {

  private static final Place IN_MEMORY = new Place("The registry in memory", "", "");

  private final FactTable table = new FactTable();
  private final FactChanges changes;

  public ReplayedRegistry(Retention retention) {
    this.changes = new FactChanges(table, retention);
  }

  /** Keeps facts: they go through bytes. */
  public void append(List<MasterEvent> facts) {
    for (MasterEvent fact : facts) {
      List<Change> made = new ArrayList<>(changes.of(fact));
      ChangesCodec.read(ChangesCodec.write(made), IN_MEMORY).forEach(table::apply);
    }
  }

  /** Begins with what is known, in place of what was kept. */
  public void begin(DurableFacts known) {
    table.changes().forEach(entry -> table.apply(Change.remove(entry.section(), entry.key())));
    FactsCodec.write(known).changes().forEach(table::apply);
  }

  /** What a master reads that begins to lead now. */
  public DurableFacts read() {
    return FactsCodec.read(table, IN_MEMORY);
  }
}

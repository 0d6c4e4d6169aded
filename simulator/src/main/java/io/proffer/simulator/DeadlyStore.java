package io.proffer.simulator;

import io.proffer.sdk.StateStore;
import io.proffer.sdk.testkit.engine.Draws;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * A store at whose writes the process may die: before one is made, after it, or when a first part
 * of it is made.
 */
final class DeadlyStore implements StateStore {

  private final StateStore values;
  private final Draws draws;
  private final double deadly;
  private final Coverage coverage;
  private boolean calm;

  /**
   * @param values what outlives the process
   * @param deadly chance of the process to die at a write
   */
  DeadlyStore(StateStore values, Draws draws, double deadly, Coverage coverage) {
    this.values = values;
    this.draws = draws;
    this.deadly = deadly;
    this.coverage = coverage;
  }

  /** From now on nobody dies. */
  void calmDown() {
    calm = true;
  }

  @Override
  public void commit(SequencedMap<String, Optional<byte[]>> changes) {
    if (calm || !draws.chance(deadly)) {
      values.commit(changes);
      return;
    }
    int made = draws.below(changes.size() + 1);
    SequencedMap<String, Optional<byte[]>> first = new LinkedHashMap<>();
    changes.forEach(
        (name, value) -> {
          if (first.size() < made) {
            first.put(name, value);
          }
        });
    values.commit(first);
    SlowJournal.Mishap how =
        made == 0
            ? SlowJournal.Mishap.PROCESS_DIES_BEFORE_A_WRITE
            : made == changes.size()
                ? SlowJournal.Mishap.PROCESS_DIES_AFTER_A_WRITE
                : SlowJournal.Mishap.PROCESS_DIES_BETWEEN_WRITES_OF_ONE_CHANGE;
    coverage.choice(how);
    throw new ProcessDeath(how + ", " + made + " of " + changes.size());
  }

  @Override
  public Optional<byte[]> get(String name) {
    return values.get(name);
  }

  @Override
  public void put(String name, byte[] value) {
    SequencedMap<String, Optional<byte[]>> one = new LinkedHashMap<>();
    one.put(name, Optional.of(value));
    commit(one);
  }

  @Override
  public void remove(String name) {
    SequencedMap<String, Optional<byte[]>> one = new LinkedHashMap<>();
    one.put(name, Optional.empty());
    commit(one);
  }

  @Override
  public Set<String> names() {
    return values.names();
  }

  @Override
  public boolean isDurable() {
    return true;
  }
}

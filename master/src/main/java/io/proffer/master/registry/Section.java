package io.proffer.master.registry;

import java.util.Optional;

/** A kind of facts that are kept, each under a key. */
enum Section {
  /** In files only: when, and of what, they were made. */
  ABOUT(0),
  /** By id: an {@code AgentInfo}. */
  AGENTS(1),
  /** By id: since when. */
  UNREACHABLE_AGENTS(2),
  /** By id: since when. */
  GONE_AGENTS(3),
  /** By id: how they are drained, if they are. */
  DEACTIVATIONS(4),
  /** One, without a name: a {@code Schedule}. */
  SCHEDULE(5),
  /** By name: a {@code MachineID}. */
  MACHINES_DOWN(6),
  /** By id: what it says about itself, and since when it is known. */
  FRAMEWORKS(7),
  /** As {@link #FRAMEWORKS}, and since when it is over. */
  COMPLETED_FRAMEWORKS(8),
  /** By role: a {@code WeightInfo}. */
  WEIGHTS(9),
  /** By role: a {@code QuotaConfig}. */
  QUOTAS(10);

  private final int number;

  Section(int number) {
    this.number = number;
  }

  /** How it is written; never given to another. */
  int number() {
    return number;
  }

  static Optional<Section> of(int number) {
    for (Section section : values()) {
      if (section.number == number) {
        return Optional.of(section);
      }
    }
    return Optional.empty();
  }
}

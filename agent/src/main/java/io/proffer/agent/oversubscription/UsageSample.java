package io.proffer.agent.oversubscription;

import io.proffer.agent.container.ContainerId;
import io.proffer.core.model.Resources;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the agent's machine has, who holds how much of it, and how much of that is used.
 *
 * @param total what the agent has to offer, without what it oversubscribes
 */
public record UsageSample(Instant at, Resources total, HostUse host, List<Holder> holders) {

  public UsageSample {
    holders = List.copyOf(holders);
  }

  /** The same, on a machine that does otherwise. */
  public UsageSample on(HostUse other) {
    return new UsageSample(at, total, other, holders);
  }

  /**
   * A container, of a task or of a custom executor with its tasks.
   *
   * @param held what is set aside for it
   * @param use empty while it is not known: it may use all it holds
   */
  public record Holder(ContainerId container, Resources held, Optional<Use> use) {

    /** Whether it may be ended at any time: one resource that is revocable makes it so. */
    public boolean revocable() {
      return !held.revocable().isEmpty();
    }

    /** How much it uses of a resource, in thousandths; what is not measured is used up. */
    public long usedMillis(String name) {
      return use.flatMap(u -> u.millis(name)).orElse(held.scalarMillis(name));
    }
  }

  /**
   * What a container uses.
   *
   * @param cpus averaged since the sample before
   */
  public record Use(double cpus, long memoryBytes) {

    Optional<Long> millis(String name) {
      return switch (name) {
        case "cpus" -> Optional.of((long) Math.ceil(cpus * 1000));
        case "mem" -> Optional.of((long) Math.ceil(memoryBytes * 1000.0 / (1 << 20)));
        default -> Optional.empty();
      };
    }
  }
}

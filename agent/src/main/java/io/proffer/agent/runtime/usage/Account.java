package io.proffer.agent.runtime.usage;

import io.proffer.agent.container.ContainerResources;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.runtime.Usage;
import java.util.Optional;

/** What is known of what a running container uses. Safe for use by several threads. */
final class Account {

  private final RunningContainer container;
  private volatile Optional<Long> quotaBytes;
  private volatile Optional<Long> diskBytes = Optional.empty();
  private volatile Optional<Measured> last = Optional.empty();

  /**
   * @param nanos when it was measured, of the machine's own clock
   */
  record Measured(long nanos, Optional<Usage> usage) {}

  Account(RunningContainer container, ContainerResources resources) {
    this.container = container;
    this.quotaBytes = DiskQuota.bytes(resources);
  }

  RunningContainer container() {
    return container;
  }

  void resize(ContainerResources resources) {
    quotaBytes = DiskQuota.bytes(resources);
  }

  Optional<Long> quotaBytes() {
    return quotaBytes;
  }

  /** What its sandbox took up when it was last measured; empty when it has not been yet. */
  Optional<Long> diskBytes() {
    return diskBytes;
  }

  void measuredDisk(long bytes) {
    diskBytes = Optional.of(bytes);
  }

  /** What was measured, unless that was before {@code nanos}. */
  Optional<Measured> since(long nanos) {
    return last.filter(m -> m.nanos() - nanos >= 0);
  }

  void measured(Measured now) {
    last = Optional.of(now);
  }
}

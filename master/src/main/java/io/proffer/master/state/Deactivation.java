package io.proffer.master.state;

import java.time.Instant;
import java.util.Optional;
import org.apache.mesos.v1.Protos.DrainConfig;
import org.apache.mesos.v1.Protos.DrainInfo;
import org.apache.mesos.v1.Protos.DrainState;

/**
 * That, and why, an agent is offered to nobody: an operator said so.
 *
 * @param drain how its tasks are being ended, or have been; empty when they run on
 * @param drainBegunAt when it was told to end them; empty when it was not there to be told
 */
public record Deactivation(Optional<DrainInfo> drain, Optional<Instant> drainBegunAt) {

  /** What an agent runs runs on. */
  public static final Deactivation WITHOUT_DRAIN =
      new Deactivation(Optional.empty(), Optional.empty());

  /** What an agent runs is to end. */
  public static Deactivation draining(DrainConfig config, Optional<Instant> begunAt) {
    return new Deactivation(Optional.of(info(DrainState.DRAINING, config)), begunAt);
  }

  /** Whether the end of all that runs is still awaited. */
  public boolean isDraining() {
    return drain.filter(info -> info.getState() == DrainState.DRAINING).isPresent();
  }

  /** What an agent ran has ended. */
  public Deactivation drained() {
    return new Deactivation(
        drain.map(info -> info(DrainState.DRAINED, info.getConfig())), drainBegunAt);
  }

  private static DrainInfo info(DrainState state, DrainConfig config) {
    return DrainInfo.newBuilder().setState(state).setConfig(config).build();
  }
}

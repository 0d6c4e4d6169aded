package io.proffer.master.kernel;

import io.proffer.core.model.AgentId;
import io.proffer.master.state.MasterState;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The agents that a master before this one admitted. For as long as they have to come back, nothing
 * is said about their tasks: they may run. Those that the registry does not know, as that of a
 * master without ZooKeeper, are known by their ids.
 */
final class ReturningAgents {
  private static final Pattern MADE_BY_A_MASTER =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-S[0-9]+");

  private final MasterState state;
  private final Ids ids;
  private final Duration grace;
  private @Nullable Instant leadingSince;

  ReturningAgents(MasterState state, Ids ids, Duration grace) {
    this.state = state;
    this.ids = ids;
    this.grace = grace;
  }

  void leading(Instant now) {
    if (leadingSince == null) {
      leadingSince = now;
    }
  }

  boolean mayReturn(AgentId agent, Instant now) {
    return state.recoveredAgents().containsKey(agent) || isLikeOne(agent, now);
  }

  private boolean isLikeOne(AgentId agent, Instant now) {
    return leadingSince != null
        && now.isBefore(leadingSince.plus(grace))
        && !ids.isOurs(agent)
        && state.agent(agent).isEmpty()
        && !state.unreachableAgents().containsKey(agent)
        && !state.goneAgents().containsKey(agent)
        && MADE_BY_A_MASTER.matcher(agent.value()).matches();
  }
}

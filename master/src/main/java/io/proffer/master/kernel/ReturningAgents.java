package io.proffer.master.kernel;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.master.state.DurableFacts;
import io.proffer.master.state.MasterState;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The agents that a master before this one admitted. For as long as they have to come back, nothing
 * is said about their tasks: they may run. Where the registry knows of none, as that of a master
 * without ZooKeeper, agents and frameworks of a master before are known by their ids.
 */
final class ReturningAgents {
  private static final String MASTER = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final Pattern AGENT_OF_A_MASTER = Pattern.compile(MASTER + "-S[0-9]+");
  private static final Pattern FRAMEWORK_OF_A_MASTER = Pattern.compile(MASTER + "-[0-9]{4,}");

  private final MasterState state;
  private final Ids ids;
  private final Duration grace;
  private @Nullable Instant leadingSince;
  private boolean remembers;

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

  /** What the registry has kept, which may be nothing. */
  void known(DurableFacts facts) {
    remembers = !facts.isEmpty();
  }

  boolean mayReturn(AgentId agent, Instant now) {
    return state.recoveredAgents().containsKey(agent) || isLikeOne(agent, now);
  }

  /** Whether an agent that runs a framework's tasks may still be to come. */
  boolean mayReturn(FrameworkId framework, Instant now) {
    if (!state.recoveredAgents().isEmpty()) {
      return true;
    }
    return !remembers
        && inTime(now)
        && !ids.isOurs(framework)
        && FRAMEWORK_OF_A_MASTER.matcher(framework.value()).matches();
  }

  private boolean inTime(Instant now) {
    return leadingSince != null && now.isBefore(leadingSince.plus(grace));
  }

  private boolean isLikeOne(AgentId agent, Instant now) {
    return inTime(now)
        && !ids.isOurs(agent)
        && state.agent(agent).isEmpty()
        && !state.unreachableAgents().containsKey(agent)
        && !state.goneAgents().containsKey(agent)
        && AGENT_OF_A_MASTER.matcher(agent.value()).matches();
  }
}

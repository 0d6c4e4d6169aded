package io.proffer.master.actor;

import io.proffer.core.protocol.link.MeasuredUse;
import io.proffer.master.state.Agent;
import java.util.Optional;

/**
 * What agents say that what runs on them really uses. People look at it; it decides nothing.
 * Thread-safe.
 */
public interface MeasuredUses {

  /** What an agent said last; empty when it has not, or is not connected. */
  Optional<MeasuredUse> of(Agent agent);

  /** Grows when an agent says something that is so different that somebody may want to know. */
  long changes();

  /** Which of {@link #changes} was the last one of this agent; 0 if there was none. */
  long changedAt(Agent agent);
}

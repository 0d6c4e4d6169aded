package io.proffer.master.kernel;

import io.proffer.master.state.MasterState;
import java.time.Instant;
import java.util.List;
import org.apache.mesos.v1.Protos.MasterInfo;

/**
 * Decides everything the leading master decides. Deterministic: the same inputs at the same times,
 * with the same settings, give the same decisions. It exists only while this master leads. Not
 * thread-safe: one thread at a time.
 */
public final class MasterKernel {
  private final MasterState state;

  /**
   * @param self what this master says about itself; its id prefixes every id the kernel makes
   */
  public MasterKernel(MasterInfo self, MasterSettings settings) {
    this.state = new MasterState(settings.retention());
  }

  /**
   * Decides about one input and makes the decision's events known to {@link #state}.
   *
   * @param now the time; never before that of the input before
   */
  public Decision handle(Instant now, MasterInput input) {
    if (input instanceof MasterInput.TimerFired) {
      return new Decision(List.of(), List.of());
    }
    throw new UnsupportedOperationException("not decided yet: " + input);
  }

  /** What this master knows; changes with every {@link #handle}. Others must not change it. */
  public MasterState state() {
    return state;
  }
}

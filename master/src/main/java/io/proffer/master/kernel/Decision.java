package io.proffer.master.kernel;

import io.proffer.master.allocator.RefusalNews;
import io.proffer.master.state.MasterEvent;
import java.util.List;

/**
 * What the kernel decided about one input. The events are already applied to the kernel's own
 * state; others (standbys, readers) apply them in the same order. Effects are released only after
 * the durable ones among the events are written.
 *
 * @param events facts, in the order they became true
 * @param effects what to do, in order
 * @param refusals what readers are to know of what frameworks do not want to be offered, in order
 */
public record Decision(
    List<MasterEvent> events, List<MasterEffect> effects, List<RefusalNews> refusals) {
  public Decision {
    events = List.copyOf(events);
    effects = List.copyOf(effects);
    refusals = List.copyOf(refusals);
  }

  /** Nobody begins or ceases to refuse anything. */
  public Decision(List<MasterEvent> events, List<MasterEffect> effects) {
    this(events, effects, List.of());
  }
}

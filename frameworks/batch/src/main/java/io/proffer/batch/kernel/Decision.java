package io.proffer.batch.kernel;

import java.util.List;

/**
 * What follows from an input: facts to store, then actions to take, then notices to give.
 *
 * @param facts in order, already in the state
 */
public record Decision(List<Fact> facts, List<Action> actions, List<Notice> notices) {
  public Decision {
    facts = List.copyOf(facts);
    actions = List.copyOf(actions);
    notices = List.copyOf(notices);
  }
}

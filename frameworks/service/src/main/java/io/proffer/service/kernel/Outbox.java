package io.proffer.service.kernel;

import java.util.ArrayList;
import java.util.List;

/** Collects what is decided; a fact is in the state as soon as it is decided. */
final class Outbox {

  private final ServiceState state;
  private long count;
  private List<Fact> facts = new ArrayList<>();
  private List<Action> actions = new ArrayList<>();
  private List<Notice> notices = new ArrayList<>();

  Outbox(ServiceState state) {
    this.state = state;
  }

  /** How many facts there have been: as long as it is the same, the state is. */
  long count() {
    return count;
  }

  void fact(Fact fact) {
    count++;
    state.apply(fact);
    facts.add(fact);
  }

  void action(Action action) {
    actions.add(action);
  }

  void notice(Notice notice) {
    notices.add(notice);
  }

  /** What was decided since the last time. */
  Decision take() {
    Decision decision = new Decision(facts, actions, notices);
    facts = new ArrayList<>();
    actions = new ArrayList<>();
    notices = new ArrayList<>();
    return decision;
  }
}

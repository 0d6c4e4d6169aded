package io.proffer.batch.kernel;

import java.util.ArrayList;
import java.util.List;

/** Collects what is decided; a fact is in the state as soon as it is decided. */
final class Outbox {

  private final BatchState state;
  private List<Fact> facts = new ArrayList<>();
  private List<Action> actions = new ArrayList<>();
  private List<Notice> notices = new ArrayList<>();

  Outbox(BatchState state) {
    this.state = state;
  }

  void fact(Fact fact) {
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

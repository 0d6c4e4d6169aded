package io.proffer.agent.checks;

import io.proffer.agent.container.Probe;
import io.proffer.agent.container.ProbeResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One probe under way: collects the results of its targets. Safe for use by several threads. */
final class Looking {

  private final Probe probe;
  private final Abort abort = new Abort();
  private final List<Optional<ProbeResult>> results = new ArrayList<>();
  private int missing;
  private boolean done;
  private Runnable whenDone = () -> {};

  Looking(Probe probe) {
    this.probe = probe;
    this.missing = probe.targets().size();
    probe.targets().forEach(t -> results.add(Optional.empty()));
  }

  Probe probe() {
    return probe;
  }

  Abort abort() {
    return abort;
  }

  /** To be run when there is nothing more to wait for. */
  synchronized void whenDone(Runnable action) {
    if (done) {
      action.run();
    } else {
      whenDone = action;
    }
  }

  synchronized void done() {
    if (!done) {
      done = true;
      whenDone.run();
    }
  }

  /** The first result of a target counts; gives all of them to whoever brings the last. */
  synchronized Optional<List<ProbeResult>> found(int target, ProbeResult result) {
    if (results.get(target).isPresent()) {
      return Optional.empty();
    }
    results.set(target, Optional.of(result));
    missing--;
    if (missing > 0) {
      return Optional.empty();
    }
    done();
    return Optional.of(results.stream().map(Optional::orElseThrow).toList());
  }
}

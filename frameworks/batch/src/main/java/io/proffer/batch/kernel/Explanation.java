package io.proffer.batch.kernel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says what a run waits for. */
final class Explanation {

  private static final int MAX_COPIES = 20;

  private Explanation() {}

  static List<String> of(Run run, BatchState state, Launcher launcher, Instant now) {
    List<String> lines = new ArrayList<>();
    if (run.isArray()) {
      ArrayView view = state.indexes(run).view();
      lines.add(
          "of %d indexes %d have ended well, %d have failed, %d have a task and %d are tried again"
              .formatted(
                  view.size(), view.succeeded(), view.failed(), view.active(), view.waiting()));
      state.indexes(run).allCopies().entrySet().stream()
          .filter(copy -> copy.getValue().isActive())
          .limit(MAX_COPIES)
          .forEach(copy -> lines.add(copy(state.indexes(run), copy.getKey(), copy.getValue())));
    }
    if (run.active().isPresent()) {
      return List.of(active(run, run.active().get()));
    }
    if (run.isCollecting()) {
      return List.of("it has ended well, and what it left for the jobs after it is being read");
    }
    Optional<Launcher.Waiting> report = launcher.report(run, now);
    if (state.isSuspended(run.job())) {
      lines.add("its job is suspended: see 'suspend' of 'batch'");
    }
    if (run.inTurn() && !state.isFirst(run)) {
      lines.add(
          "it waits for its turn: run "
              + state.runs(run.job()).getFirst().id()
              + " of the job has not ended");
    }
    Optional<Attempt> preempted = run.last().filter(Explanation::isPreempted);
    preempted.ifPresent(
        last ->
            lines.add(
                "attempt %d has made room for another run at %s, which does not count as a failure: %s"
                    .formatted(
                        last.number(),
                        last.completedAt().orElseThrow(),
                        last.ending().orElseThrow().message())));
    if (run.due().isAfter(now) && preempted.isEmpty()) {
      lines.add(
          "it failed "
              + (run.charged() + run.uncharged())
              + " times and is tried again at "
              + run.due()
              + run.last()
                  .flatMap(Attempt::ending)
                  .map(e -> "; the last time: " + e.message())
                  .orElse(""));
    }
    launcher.nearness(run, now).ifPresent(lines::add);
    launcher.roomReport(run).ifPresent(lines::add);
    if (run.isGang()) {
      state
          .gang(run)
          .breakup()
          .ifPresent(why -> lines.add("its tasks are ended together: " + why.message()));
    }
    List<String> standing = launcher.standing(run, now);
    if (lines.isEmpty() && report.isEmpty()) {
      lines.add("it waits for an offer: none has come since it is there");
    }
    if (report.isPresent()) {
      Launcher.Waiting waiting = report.get();
      lines.add("it fits none of " + waiting.offers() + " offers of " + waiting.at());
      lines.addAll(waiting.misses());
    }
    lines.addAll(standing);
    return lines;
  }

  private static String copy(Indexes indexes, int index, Attempt copy) {
    return indexes
        .active(index)
        .map(
            first ->
                "index %d takes longer than others on %s: attempt %d was launched on %s as well, at %s, and the first that ends well counts"
                    .formatted(
                        index,
                        first.attempt().hostname(),
                        copy.number(),
                        copy.hostname(),
                        copy.launchedAt()))
        .orElse(
            "attempt %d of index %d was asked to end on %s: the other one has ended well"
                .formatted(copy.number(), index, copy.hostname()));
  }

  private static boolean isPreempted(Attempt attempt) {
    return attempt.ending().filter(end -> end.failure() == Failure.PREEMPTED).isPresent();
  }

  private static String active(Run run, Attempt attempt) {
    String where = "attempt " + attempt.number() + " is on " + attempt.hostname();
    if (attempt.unseenSince().isPresent()) {
      return where + ", which is out of sight since " + attempt.unseenSince().get();
    }
    if (run.stopped().isPresent()) {
      return where + " and was asked to end: " + run.stopped().get().reason();
    }
    if (attempt.preempted().isPresent()) {
      Attempt.Preempted why = attempt.preempted().get();
      return "%s and was asked to end at %s: room is made for %s.%s, whose user has less of the share"
          .formatted(where, why.at(), why.job(), why.run());
    }
    return attempt.startedAt().isPresent()
        ? where + " and runs since " + attempt.startedAt().get()
        : where + " and has not started yet: " + attempt.state();
  }
}

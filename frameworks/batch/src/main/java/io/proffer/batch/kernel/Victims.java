package io.proffer.batch.kernel;

import io.proffer.batch.model.Preemption;
import io.proffer.batch.model.Restart;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Finds where the fewest tasks need be ended for a run, and which. Changes nothing. */
final class Victims {

  /** What was left of an agent so long ago others have by now, for all that is known. */
  private static final Duration KNOWN = Duration.ofMinutes(10);

  private static final double NEARLY = 1e-9;

  private final BatchState state;
  private final Grounds grounds;

  /**
   * What is to be ended.
   *
   * @param tasks none where enough is ending already
   */
  record Choice(String agent, List<Levels.Task> tasks) {

    private Duration lost(Instant now) {
      return tasks.stream().map(task -> ran(task, now)).reduce(Duration.ZERO, Duration::plus);
    }
  }

  Victims(BatchState state, Grounds grounds) {
    this.state = state;
    this.grounds = grounds;
  }

  /**
   * What runs at a moment.
   *
   * @param tasks of a pool that were not asked to make room
   * @param ending what tasks leave soon that were, by their agents
   */
  record Running(List<Levels.Task> tasks, Map<String, Room> ending) {}

  /**
   * What runs now.
   *
   * @param whole the cluster
   */
  Running running(String pool, Amount whole) {
    List<Levels.Task> tasks = new ArrayList<>();
    Map<String, Room> ending = new LinkedHashMap<>();
    for (Run run : state.runs()) {
      boolean inPool = FairShare.Who.of(run).pool().equals(pool);
      double takes = Amount.of(run.spec()).dominant(whole);
      active(run)
          .forEach(
              (index, is) -> {
                if (is.attempt().preempted().isPresent()) {
                  ending.merge(is.attempt().agentId(), Room.of(run.spec()), Room::plus);
                } else if (inPool) {
                  tasks.add(new Levels.Task(run, index, is, takes));
                }
              });
    }
    return new Running(tasks, ending);
  }

  private Map<Integer, IndexState.Active> active(Run run) {
    if (run.isArray()) {
      return state.indexes(run).active();
    }
    return run.active()
        .map(attempt -> Map.of(0, new IndexState.Active(attempt, run.charged(), run.uncharged())))
        .orElse(Map.of());
  }

  /**
   * Where room can be made for a run, at the least cost.
   *
   * @param ending what tasks leave soon that were asked to make room, by their agents
   * @param level that its user would have with it
   * @param usable the agents that may be used
   * @param most tasks that may be ended
   */
  Optional<Choice> choose(
      Run run,
      Preemption rules,
      Levels levels,
      Map<String, Room> ending,
      double level,
      Predicate<String> usable,
      int most,
      Instant now) {
    double above = Math.max(1, level + rules.minGap()) + NEARLY;
    Map<String, List<Levels.Task>> byAgent = new TreeMap<>();
    for (Levels.Levelled one : levels.tasks()) {
      Levels.Task task = one.task();
      if (one.level() > above
          && !task.user().equals(FairShare.Who.of(run).user())
          && mayBeEnded(task, rules, now)
          && usable.test(task.attempt().agentId())) {
        byAgent.computeIfAbsent(task.attempt().agentId(), agent -> new ArrayList<>()).add(task);
      }
    }
    ending.keySet().stream()
        .filter(usable)
        .forEach(agent -> byAgent.computeIfAbsent(agent, a -> List.of()));
    Optional<Choice> best = Optional.empty();
    for (Map.Entry<String, List<Levels.Task>> entry : byAgent.entrySet()) {
      int fewer = best.map(choice -> choice.tasks().size()).orElse(most);
      Optional<Choice> here =
          onAgent(
              run,
              entry.getKey(),
              entry.getValue(),
              ending.getOrDefault(entry.getKey(), Room.NONE),
              fewer,
              now);
      if (here.isPresent() && (best.isEmpty() || isBetter(here.get(), best.get(), now))) {
        best = here;
      }
    }
    return best;
  }

  private static boolean isBetter(Choice one, Choice other, Instant now) {
    return one.tasks().size() < other.tasks().size()
        || (one.tasks().size() == other.tasks().size()
            && one.lost(now).compareTo(other.lost(now)) < 0);
  }

  /** What may run again, has run for a while, and was not ended too often. */
  private static boolean mayBeEnded(Levels.Task task, Preemption rules, Instant now) {
    IndexState.Active is = task.is();
    int earlier = is.attempt().number() - 1 - is.charged() - is.uncharged();
    return task.run().spec().restart().policy() == Restart.Policy.ON_FAILURE
        && !task.run().isGang()
        && task.run().stopped().isEmpty()
        && is.attempt().state().equals("TASK_RUNNING")
        && is.attempt().unseenSince().isEmpty()
        && earlier < rules.maxPerRun()
        && ran(task, now).compareTo(rules.minRuntime()) >= 0;
  }

  private static Duration ran(Levels.Task task, Instant now) {
    return Duration.between(task.attempt().startedAt().orElse(now), now);
  }

  private Optional<Choice> onAgent(
      Run run, String agent, List<Levels.Task> tasks, Room ending, int most, Instant now) {
    Optional<Grounds.Ground> ground = grounds.find(agent);
    Optional<String> hostname =
        ground
            .map(Grounds.Ground::hostname)
            .or(() -> tasks.stream().map(task -> task.attempt().hostname()).findFirst());
    if (hostname.isEmpty() || !grounds.allows(run, agent, hostname.get(), now)) {
      return Optional.empty();
    }
    Room left =
        ground
            .filter(g -> g.at().plus(KNOWN).isAfter(now))
            .map(Grounds.Ground::left)
            .orElse(Room.NONE);
    Room missing = Room.of(run.spec()).without(left);
    if (missing.isNothing()) {
      return Optional.empty(); // It has room and is of no use: ending tasks there changes nothing.
    }
    Room stillMissing = missing.without(ending);
    if (stillMissing.isNothing()) {
      return Optional.of(new Choice(agent, List.of()));
    }
    Map<String, Levels.Task> byId = new LinkedHashMap<>();
    tasks.forEach(task -> byId.put(task.attempt().taskId(), task));
    List<VictimSearch.Candidate> candidates =
        tasks.stream()
            .map(
                task ->
                    new VictimSearch.Candidate(
                        task.attempt().taskId(), Room.of(task.run().spec()), ran(task, now)))
            .toList();
    return VictimSearch.fewest(stillMissing, candidates, most)
        .map(
            found -> new Choice(agent, found.stream().map(one -> byId.get(one.taskId())).toList()));
  }
}

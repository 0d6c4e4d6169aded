package io.proffer.batch.kernel;

import io.proffer.batch.model.Preemption;
import io.proffer.batch.model.Restart;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  record Running(List<Levels.Task> tasks, Map<String, Room> ending) {

    /** Some of them were asked to make room, for one who has it now. */
    Running without(List<Levels.Task> asked) {
      Set<String> names = new HashSet<>();
      asked.forEach(task -> names.add(task.attempt().taskId()));
      return new Running(
          tasks.stream().filter(task -> !names.contains(task.attempt().taskId())).toList(), ending);
    }
  }

  /**
   * A run that room is to be made for.
   *
   * @param level that its user would have with it
   * @param usable the agents that may be used
   * @param most tasks that may be ended
   */
  record Need(
      Run run, Preemption rules, double level, Predicate<String> usable, int most, Instant now) {}

  /**
   * What runs now.
   *
   * @param whole the cluster
   */
  Running running(String pool, Amount whole) {
    List<Levels.Task> tasks = new ArrayList<>();
    Map<String, Room> ending = new LinkedHashMap<>();
    for (Run run : state.runs()) {
      FairShare.Who who = FairShare.Who.of(run);
      boolean inPool = who.pool().equals(pool);
      double takes = Amount.of(run.spec()).dominant(whole);
      active(run)
          .forEach(
              (index, is) -> {
                if (is.attempt().preempted().isPresent()) {
                  ending.merge(is.attempt().agentId(), Room.of(run.spec()), Room::plus);
                } else if (inPool) {
                  tasks.add(new Levels.Task(run, who.user(), index, is, takes));
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
   */
  Optional<Choice> choose(Need need, Levels levels, Map<String, Room> ending) {
    Map<String, List<Levels.Task>> byAgent = endable(need, levels);
    Optional<Choice> best = Optional.empty();
    for (String agent : ending.keySet()) {
      if (need.usable().test(agent)) {
        List<Levels.Task> tasks = byAgent.getOrDefault(agent, List.of());
        best = better(best, onAgent(need, agent, tasks, ending.get(agent), need.most()), need);
      }
    }
    for (Map.Entry<String, List<Levels.Task>> entry : byAgent.entrySet()) {
      int fewer = best.map(choice -> choice.tasks().size()).orElse(need.most());
      boolean hopeless =
          best.isPresent()
              && (fewer == 0 || (fewer == 1 && isOlder(entry.getValue(), best.get(), need.now())));
      if (!hopeless && !ending.containsKey(entry.getKey()) && need.usable().test(entry.getKey())) {
        best =
            better(best, onAgent(need, entry.getKey(), entry.getValue(), Room.NONE, fewer), need);
      }
    }
    return best;
  }

  /** The tasks that may be ended, by their agents. */
  private static Map<String, List<Levels.Task>> endable(Need need, Levels levels) {
    double above = Math.max(1, need.level() + need.rules().minGap()) + NEARLY;
    String user = FairShare.Who.of(need.run()).user();
    Map<String, List<Levels.Task>> byAgent = new TreeMap<>();
    for (Levels.Levelled one : levels.tasks()) {
      Levels.Task task = one.task();
      if (one.level() > above
          && !task.user().equals(user)
          && mayBeEnded(task, need.rules(), need.now())) {
        byAgent.computeIfAbsent(task.attempt().agentId(), agent -> new ArrayList<>()).add(task);
      }
    }
    return byAgent;
  }

  /** Whether each of some tasks has run for as long as all that were chosen elsewhere. */
  private static boolean isOlder(List<Levels.Task> tasks, Choice best, Instant now) {
    Duration lost = best.lost(now);
    return tasks.stream().allMatch(task -> ran(task, now).compareTo(lost) >= 0);
  }

  private static Optional<Choice> better(Optional<Choice> best, Optional<Choice> other, Need need) {
    return other.isPresent() && (best.isEmpty() || isBetter(other.get(), best.get(), need.now()))
        ? other
        : best;
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
      Need need, String agent, List<Levels.Task> tasks, Room ending, int most) {
    Run run = need.run();
    Instant now = need.now();
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

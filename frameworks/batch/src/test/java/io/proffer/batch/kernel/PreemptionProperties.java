package io.proffer.batch.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.json.JobReader;
import io.proffer.batch.model.Job;
import io.proffer.batch.model.Parameters;
import io.proffer.batch.model.Pool;
import io.proffer.batch.model.Preemption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Whoever wants what: tasks are ended only where that makes room for somebody who has less, and it
 * comes to an end, so that nobody ends in turn the tasks of those who ended theirs.
 */
class PreemptionProperties {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final int CPUS = 4;

  /** A run of a user. */
  record Wish(int user, int cpus, int priority) {}

  @Provide
  Arbitrary<Wish> wishes() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(1, 4),
            Arbitraries.integers().between(0, 2))
        .as(Wish::new);
  }

  @Property(tries = 300)
  void whatIsEndedMakesRoomForWhoHasLessAndItComesToAnEnd(
      @ForAll @Size(min = 2, max = 24) List<@From("wishes") Wish> wishes,
      @ForAll @IntRange(min = 1, max = 4) int agents,
      @ForAll @IntRange(max = 2) int gap,
      @ForAll @Size(value = 4) List<@IntRange(min = 1, max = 4) Integer> shares)
      throws Exception {
    Preemption rules =
        new Preemption(gap * 0.25, Duration.ZERO, Duration.ZERO, 1_000, Integer.MAX_VALUE);
    Town town = new Town(agents, rules, shares);
    for (int i = 0; i < wishes.size(); i++) {
      town.begin(run(wishes.get(i), i));
    }

    int steps = 0;
    while (town.makeRoom()) {
      assertThat(++steps).as("it comes to an end").isLessThan(200);
    }
  }

  private static Run run(Wish wish, int number) throws Exception {
    String json =
        ("{'id':'j%d','batch':{'user':'u%d','priority':%d},"
                + "'run':{'cmd':'x','cpus':%d,'mem':32,'disk':0,'restart':{'policy':'ON_FAILURE'}}}")
            .formatted(number, wish.user(), wish.priority(), wish.cpus())
            .replace('\'', '"');
    Job job =
        JobReader.job(
            (ObjectNode) new ObjectMapper().readTree(json),
            Optional.empty(),
            JobReader.Schedules.TAKEN);
    return Run.begin(job, "20260301000000AAAAA", Parameters.NONE, Optional.empty(), false, NOW);
  }

  /** Agents, and what runs on them and waits. */
  private static final class Town {
    private final BatchState state = new BatchState();
    private final Victims victims = new Victims(state, new Grounds());
    private final Map<String, Integer> free = new LinkedHashMap<>();
    private final Deque<Run> waiting = new ArrayDeque<>();
    private final Pool pool;
    private final Preemption rules;
    private int clock;

    Town(int agents, Preemption rules, List<Integer> shares) {
      this.rules = rules;
      for (int i = 0; i < agents; i++) {
        free.put("a" + i, CPUS);
      }
      Map<String, Double> all = new LinkedHashMap<>();
      for (int user = 0; user < shares.size(); user++) {
        all.put("u" + user, (double) shares.get(user));
      }
      pool =
          new Pool("default", 1, all, Pool.Quota.NONE, Pool.Quota.NONE, Duration.ofHours(1))
              .with(rules);
    }

    void begin(Run run) {
      int cpus = (int) run.spec().cpus();
      Optional<String> agent =
          free.entrySet().stream()
              .filter(has -> has.getValue() >= cpus)
              .map(Map.Entry::getKey)
              .findFirst();
      agent.ifPresentOrElse(a -> launch(run, a), () -> waiting.add(run));
    }

    private void launch(Run run, String agent) {
      free.merge(agent, -(int) run.spec().cpus(), Integer::sum);
      Instant at = NOW.minus(Duration.ofHours(1)).plusSeconds(clock++);
      Attempt attempt =
          Attempt.launched(
              run.nextAttempt(), run.job() + "." + run.nextAttempt(), agent, agent, "", at);
      state.apply(
          new Fact.RunSet(
              run.withAttempt(attempt.told("TASK_RUNNING", Optional.of(at), Optional.empty()))));
    }

    private void end(Run run) {
      Attempt attempt = run.active().orElseThrow();
      free.merge(attempt.agentId(), (int) run.spec().cpus(), Integer::sum);
      Attempt.Ending how =
          new Attempt.Ending(
              Failure.PREEMPTED, Optional.empty(), Optional.empty(), "", "it made room");
      Run ended = run.withAttempt(attempt.ended("TASK_KILLED", NOW, how));
      state.apply(new Fact.RunSet(ended));
      waiting.add(ended);
    }

    /** For the first one that it can be made for; whether there is any. */
    boolean makeRoom() {
      Amount whole = new Amount(0, free.size() * (double) CPUS, 1e9, 1e9, 0);
      for (Run run : List.copyOf(waiting)) {
        Victims.Running running = victims.running("default", whole);
        List<String> users = waiting.stream().map(other -> FairShare.Who.of(other).user()).toList();
        Levels levels = new Levels(pool, 1, users, running.tasks(), Map.of());
        String user = FairShare.Who.of(run).user();
        double level = levels.with(user, Amount.of(run.spec()).dominant(whole));
        Optional<Victims.Choice> choice =
            victims.choose(
                new Victims.Need(run, rules, level, a -> true, 100, NOW), levels, Map.of());
        if (choice.isPresent()) {
          check(run, level, choice.get(), levels);
          choice.get().tasks().forEach(task -> end(task.run()));
          waiting.remove(run);
          launch(run, choice.get().agent());
          List<Run> others = new ArrayList<>(waiting);
          waiting.clear();
          others.forEach(this::begin);
          return true;
        }
      }
      return false;
    }

    /** Nothing is known of what is left of an agent, so that all of it must come free. */
    private void check(Run run, double level, Victims.Choice choice, Levels levels) {
      int freed = choice.tasks().stream().mapToInt(task -> (int) task.run().spec().cpus()).sum();
      assertThat(freed).as("it makes room").isGreaterThanOrEqualTo((int) run.spec().cpus());
      for (Levels.Task victim : choice.tasks()) {
        assertThat(freed - (int) victim.run().spec().cpus())
            .as("each of them is needed")
            .isLessThan((int) run.spec().cpus());
        assertThat(victim.attempt().agentId()).isEqualTo(choice.agent());
        assertThat(victim.user()).isNotEqualTo(FairShare.Who.of(run).user());
        double its =
            levels.tasks().stream()
                .filter(one -> one.task().equals(victim))
                .findFirst()
                .orElseThrow()
                .level();
        assertThat(its).isGreaterThan(1).isGreaterThan(level + rules.minGap());
      }
    }
  }
}

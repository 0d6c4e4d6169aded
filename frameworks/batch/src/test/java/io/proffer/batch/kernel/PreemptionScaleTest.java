package io.proffer.batch.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.json.JobReader;
import io.proffer.batch.model.Job;
import io.proffer.batch.model.JobId;
import io.proffer.batch.model.Parameters;
import io.proffer.batch.model.Pool;
import io.proffer.batch.model.Preemption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Looking whose tasks are to end holds nobody up, however many run and wait. */
class PreemptionScaleTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final int RUNNING = 10_000;
  private static final int WAITING = 50_000;
  private static final int USERS = 500;

  private final BatchState state = new BatchState();
  private final Outbox out = new Outbox(state);
  private final Preemptor preemptor = new Preemptor(state, out, new Standing(state, out));

  private static Job job(String user) throws Exception {
    String json =
        ("{'id':'j','batch':{'user':'%s'},'run':{'cmd':'x','cpus':1,'mem':32,'disk':0,"
                + "'restart':{'policy':'ON_FAILURE'}}}")
            .formatted(user)
            .replace('\'', '"');
    return JobReader.job(
        (ObjectNode) new ObjectMapper().readTree(json),
        Optional.empty(),
        JobReader.Schedules.TAKEN);
  }

  private static Run run(Job job, int number) {
    return Run.begin(
        job.withId(new JobId("j" + number)),
        "20260301000000AAAAA",
        Parameters.NONE,
        Optional.empty(),
        false,
        NOW.minus(Duration.ofHours(1)));
  }

  /** One user has all there is, and 500 others want some. */
  @Test
  void oneCycleOfManyRunsIsShort() throws Exception {
    state.apply(new Fact.PoolSet(Pool.unlimited("default").with(Preemption.USUAL)));
    Job greedy = job("greedy");
    for (int i = 0; i < RUNNING; i++) {
      String agent = "a" + i % 1_000;
      Instant at = NOW.minus(Duration.ofMinutes(30)).plusMillis(i);
      Run run = run(greedy, i);
      Attempt attempt = Attempt.launched(1, run.job() + ".1", agent, agent, "", at);
      state.apply(
          new Fact.RunSet(
              run.withAttempt(attempt.told("TASK_RUNNING", Optional.of(at), Optional.empty()))));
    }
    List<Run> waiting = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      Job job = job("u" + user);
      for (int i = user; i < WAITING; i += USERS) {
        waiting.add(run(job, RUNNING + i));
      }
    }
    waiting.forEach(run -> state.apply(new Fact.RunSet(run)));
    preemptor.tick(run -> true, () -> waiting, agent -> false, NOW.minusSeconds(60));

    Duration shortest = Duration.ofDays(1);
    for (int cycle = 0; cycle < 8; cycle++) {
      Instant at = NOW.plus(Duration.ofMinutes(cycle));
      long begun = System.nanoTime();
      preemptor.tick(run -> true, () -> waiting, agent -> false, at);
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      shortest = took.compareTo(shortest) < 0 ? took : shortest;
      long ended =
          out.take().actions().stream().filter(action -> action instanceof Action.Kill).count();
      assertThat(ended).isEqualTo(Preemption.USUAL.maxPerMinute());
    }
    assertThat(shortest)
        .as("the shortest of eight cycles, each of which has ten tasks end")
        .isLessThan(Duration.ofSeconds(2));
  }
}

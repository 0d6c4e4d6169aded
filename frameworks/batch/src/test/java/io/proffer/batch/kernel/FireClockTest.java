package io.proffer.batch.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.json.JobReader;
import io.proffer.batch.model.Job;
import io.proffer.batch.model.JobId;
import io.proffer.batch.model.Parameters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is due while schedules are changed. */
class FireClockTest {

  private static final JobId REPORT = new JobId("report");
  private static final Instant MIDNIGHT = Instant.parse("2026-03-01T00:00:00Z");

  private static Job job(String cron) throws Exception {
    String json =
        ("{'id':'report','run':{'cmd':'x','cpus':1,'mem':32,'disk':0},"
                + "'schedules':[{'id':'s','cron':'%s'}]}")
            .formatted(cron)
            .replace('\'', '"');
    return JobReader.job(
        (ObjectNode) new ObjectMapper().readTree(json),
        Optional.empty(),
        JobReader.Schedules.TAKEN);
  }

  /** The times that runs were begun for, and the schedule's name is the same throughout. */
  private static List<Instant> begun(BatchKernel kernel) {
    List<Instant> begun = new ArrayList<>();
    for (Fact fact : kernel.take().facts()) {
      if (fact instanceof Fact.RunSet set) {
        set.run().scheduledFor().ifPresent(begun::add);
      }
    }
    return begun;
  }

  @Test
  void whatWasDueJustBeforeAScheduleIsChangedIsRun() throws Exception {
    BatchKernel kernel = new BatchKernel(1);
    var unused = kernel.create(job("* * * * *"), MIDNIGHT);

    Instant change = MIDNIGHT.plusMillis(60_200);
    unused = kernel.update(job("30 * * * *"), true, change);
    kernel.tick(change.plusSeconds(120));

    assertThat(begun(kernel)).containsExactly(MIDNIGHT.plusSeconds(60));
    assertThat(kernel.view(REPORT, false).nextRunAt()).contains(MIDNIGHT.plusSeconds(1800));
  }

  /** A process answers before it has found its master, and only then goes on. */
  @Test
  void whatWasDueWhileNobodyLookedIsRunAlsoWhenTheScheduleIsChangedFirst() throws Exception {
    BatchKernel former = new BatchKernel(1);
    var unused = former.create(job("* * * * *"), MIDNIGHT);
    BatchKernel kernel = new BatchKernel(2);
    kernel.restore(former.take().facts());

    Instant change = MIDNIGHT.plusSeconds(200);
    unused = kernel.update(job("30 * * * *"), true, change);
    kernel.resume(change.plusSeconds(1));

    assertThat(begun(kernel)).containsExactly(MIDNIGHT.plusSeconds(180));
    assertThat(kernel.view(REPORT, false).misses())
        .singleElement()
        .satisfies(miss -> assertThat(miss.count()).isEqualTo(2));
  }

  /** Of what is decided a first part may be stored: it must not have a schedule nobody follows. */
  @Test
  void aScheduleIsFollowedAsSoonAsItIsStored() throws Exception {
    BatchKernel former = new BatchKernel(1);
    var unused = former.create(job("* * * * *"), MIDNIGHT);
    List<Fact> facts = former.take().facts();
    for (int stored = 0; stored <= facts.size(); stored++) {
      BatchKernel kernel = new BatchKernel(2);
      kernel.restore(facts.subList(0, stored));
      kernel.resume(MIDNIGHT.plusSeconds(1));

      for (JobView view : kernel.views(false)) {
        assertThat(view.nextRunAt()).as(stored + " of the facts").isPresent();
      }
    }
  }

  /** Of what is decided a first part may be stored: the run, and not how far was looked. */
  @ParameterizedTest
  @ValueSource(ints = {245, 3600})
  void whatHasItsRunIsNotMissedThoughTheProcessDiedBeforeItWasMarked(int seconds) throws Exception {
    BatchKernel former = new BatchKernel(1);
    var unused = former.create(job("* * * * *"), MIDNIGHT);
    former.tick(MIDNIGHT.plusSeconds(125));
    List<Fact> facts = new ArrayList<>(former.take().facts());
    assertThat(facts.removeLast()).isInstanceOf(Fact.ScheduleMarked.class);

    BatchKernel kernel = new BatchKernel(2);
    kernel.restore(facts);
    kernel.resume(MIDNIGHT.plusSeconds(seconds));

    Instant second = MIDNIGHT.plusSeconds(120);
    int due = seconds / 60;
    List<ScheduleMark.Miss> misses = kernel.view(REPORT, false).misses();
    assertThat(begun(kernel)).containsExactly(MIDNIGHT.plusSeconds(due * 60L));
    assertThat(misses.stream().mapToInt(ScheduleMark.Miss::count).sum()).isEqualTo(due - 2);
    assertThat(misses)
        .noneMatch(miss -> !miss.first().isAfter(second) && !miss.last().isBefore(second));
  }

  @Test
  void whatIsOutOfSightMayHaveRunAndIsNotRunAgainWhereNothingIs() throws Exception {
    Job job = job("* * * * *");
    Run run =
        Run.begin(job, "20260301000000AAAAA", Parameters.NONE, Optional.empty(), false, MIDNIGHT);

    assertThat(next(run, Failure.LOST)).isInstanceOf(Retries.Next.Over.class);
    assertThat(next(run, Failure.LAUNCH)).as("never ran").isInstanceOf(Retries.Next.Again.class);
  }

  private static Retries.Next next(Run run, Failure failure) {
    Attempt.Ending ending = new Attempt.Ending(failure, Optional.empty(), Optional.empty(), "", "");
    return Retries.next(run, ending, 1, 0, 0);
  }
}

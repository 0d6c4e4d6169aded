package io.proffer.batch.scheduler;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.http.BatchApi;
import io.proffer.batch.json.JobReader;
import io.proffer.batch.kernel.BatchKernel;
import io.proffer.batch.kernel.HistorySummary;
import io.proffer.batch.kernel.Notice;
import io.proffer.batch.kernel.RefusedException;
import io.proffer.batch.kernel.Run;
import io.proffer.batch.kernel.RunView;
import io.proffer.batch.model.Job;
import io.proffer.batch.model.JobId;
import io.proffer.batch.model.Parameters;
import io.proffer.batch.store.FactStore;
import io.proffer.batch.store.SecretSeal;
import io.proffer.frameworks.common.secret.Keys;
import io.proffer.sdk.Proffer;
import io.proffer.sdk.testkit.TaskPlan;
import io.proffer.sdk.testkit.TestCluster;
import io.proffer.sdk.testkit.TestFramework;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;

/** The framework with a real master, agents and driver, in virtual time. */
public final class BatchCluster {

  static final JobId JOB = new JobId("report");
  private static final SecretSeal SEAL = SecretSeal.with(Keys.ofThisProcess());

  final MortalStore store = new MortalStore();
  public final TestCluster cluster = TestCluster.create();
  final List<String> launched = new ArrayList<>();
  private final List<TaskInfo> tasks = new ArrayList<>();
  final List<Notice> notices = new ArrayList<>();
  private final Attendants attendants;
  public final TestFramework framework;
  private final List<BatchScheduler> processes = new ArrayList<>();
  private int deaths;

  public BatchCluster(TaskPlan plan) {
    this(task -> plan);
  }

  /** Tasks fare as a function of them says. */
  public BatchCluster(Function<TaskInfo, TaskPlan> plan) {
    this(plan, Attendants.NONE);
  }

  /** The same, with these beside it. */
  public BatchCluster(Function<TaskInfo, TaskPlan> plan, Attendants attendants) {
    this("*", plan, attendants);
  }

  /** With a role, in which it may reserve. */
  BatchCluster(String role, Function<TaskInfo, TaskPlan> plan) {
    this(role, plan, Attendants.NONE);
  }

  private BatchCluster(String role, Function<TaskInfo, TaskPlan> plan, Attendants attendants) {
    this.attendants = attendants;
    cluster.tasks(task -> planned(task, plan.apply(task)));
    framework =
        cluster.start(
            Proffer.framework("batch")
                .roles(role)
                .failoverTimeout(Duration.ofDays(7))
                .capability(FrameworkInfo.Capability.Type.GPU_RESOURCES),
            this::process);
  }

  private TaskPlan planned(TaskInfo task, TaskPlan plan) {
    launched.add(task.getTaskId().getValue());
    tasks.add(task);
    return plan;
  }

  /** All tasks that were launched, in order. */
  public List<TaskInfo> tasks() {
    return List.copyOf(tasks);
  }

  private BatchScheduler process() {
    BatchScheduler scheduler =
        new BatchScheduler(
            new BatchKernel(processes.size()),
            new FactStore(store, SEAL),
            attendants,
            (at, notice) -> notices.add(notice));
    processes.add(scheduler);
    return scheduler;
  }

  static Job job(String json) throws Exception {
    ObjectNode node = new ObjectMapper().readValue(json.replace('\'', '"'), ObjectNode.class);
    return JobReader.job(node, Optional.empty(), JobReader.Schedules.TAKEN);
  }

  /** Asks as a client that asks again when the process has died meanwhile. */
  <T> T ask(BatchApi.Question<T> question) {
    for (int i = 0; i < 3; i++) {
      reviveIfDead();
      List<T> answers = new ArrayList<>();
      List<Throwable> refusals = new ArrayList<>();
      var unused =
          new DrivenBatch(processes.getLast(), framework.driver())
              .ask(question)
              .whenComplete(
                  (answer, no) -> {
                    if (no == null) {
                      answers.add(answer);
                    } else {
                      refusals.add(no);
                    }
                  });
      cluster.advance(Duration.ofSeconds(1));
      if (!answers.isEmpty()) {
        return answers.getFirst();
      }
      if (!refusals.isEmpty() && refusals.getFirst() instanceof RefusedException refused) {
        throw new IllegalStateException(refused);
      }
      reviveIfDead();
    }
    throw new AssertionError("no answer");
  }

  /** Asks as the HTTP API does, a second passing meanwhile. */
  public synchronized <T> CompletionStage<T> answer(BatchApi.Question<T> question) {
    CompletionStage<T> answer =
        new DrivenBatch(processes.getLast(), framework.driver()).ask(question);
    cluster.advance(Duration.ofSeconds(1));
    return answer;
  }

  /** Lets time pass, and starts the process again when it has died. */
  void advance(Duration span) {
    for (long seconds = 0; seconds < span.toSeconds(); seconds += 5) {
      cluster.advance(Duration.ofSeconds(5));
      reviveIfDead();
    }
  }

  private void reviveIfDead() {
    if (framework.outcome().isPresent()) {
      deaths++;
      framework.kill();
      cluster.advance(Duration.ofSeconds(2));
      framework.start();
      cluster.advance(Duration.ofSeconds(2));
    }
  }

  int deaths() {
    return deaths;
  }

  /** The run of a job that was asked for now. */
  String begin(String job) {
    RunView view = ask((kernel, now) -> kernel.start(new JobId(job), Parameters.NONE, now));
    return switch (view) {
      case RunView.Active active -> active.run().id();
      case RunView.Finished finished -> finished.run().id();
    };
  }

  /** Why a run waits, in one text. */
  String why(String run) {
    return ask(
        (kernel, now) ->
            kernel.runs().stream()
                .filter(r -> r.id().equals(run))
                .findFirst()
                .map(r -> String.join("\n", kernel.why(r, now)))
                .orElse("it has ended"));
  }

  /** Makes the job, if it is not there. */
  void create(Job job) {
    var unused =
        ask(
            (kernel, now) ->
                kernel.views(false).stream().anyMatch(v -> v.job().id().equals(job.id()))
                    ? kernel.view(job.id(), false)
                    : kernel.create(job, now));
  }

  RunView start(String token) {
    Parameters once =
        new Parameters(Map.of(), Optional.empty(), List.of(), Map.of(), Optional.of(token));
    return ask((kernel, now) -> kernel.start(JOB, once, now));
  }

  HistorySummary history() {
    return ask((kernel, now) -> kernel.view(JOB, true).history());
  }

  List<Run> runs() {
    return ask((kernel, now) -> kernel.runs());
  }

  /** Why a run waits. */
  List<String> why(Run run) {
    return ask((kernel, now) -> kernel.why(run, now));
  }

  /** How often each task was launched. */
  Map<String, Integer> launches() {
    Map<String, Integer> count = new LinkedHashMap<>();
    launched.forEach(task -> count.merge(task, 1, Integer::sum));
    return count;
  }
}

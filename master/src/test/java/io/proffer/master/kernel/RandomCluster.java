package io.proffer.master.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.core.model.OfferId;
import io.proffer.core.protocol.link.FromAgent.ReportedTask;
import io.proffer.master.state.Agent;
import io.proffer.master.state.InverseOffer;
import io.proffer.master.state.Machine;
import io.proffer.master.state.Task;
import io.proffer.master.state.TaskStates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.mesos.v1.Protos.DrainConfig;
import org.apache.mesos.v1.Protos.MachineID;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TimeInfo;
import org.apache.mesos.v1.Protos.Unavailability;
import org.apache.mesos.v1.Protos.WeightInfo;
import org.apache.mesos.v1.maintenance.Protos.Schedule;
import org.apache.mesos.v1.maintenance.Protos.Window;

/**
 * A small cluster to which anything may happen. What a step does follows from its numbers and from
 * what is there; a step that has nothing to work on does nothing.
 */
final class RandomCluster {

  /** What may happen. */
  enum Kind {
    SUBSCRIBE,
    DISCONNECT,
    LAUNCH,
    LAUNCH_TOO_BIG,
    LAUNCH_GROUP,
    DECLINE,
    ACCEPT_FOREIGN,
    ACCEPT_TWICE,
    REPORT,
    REPORT_AGAIN,
    ACKNOWLEDGE,
    KILL,
    RECONCILE,
    SUPPRESS,
    REVIVE,
    TEAR_DOWN,
    CHANGE_ROLES,
    LOSE_LINK,
    LOSE_LINK_AND_MESSAGES,
    RETURN,
    RETURN_WITHOUT_A_TASK,
    UNREGISTER,
    DRAIN,
    DEACTIVATE,
    REACTIVATE,
    MARK_GONE,
    SCHEDULE_MAINTENANCE,
    START_MAINTENANCE,
    STOP_MAINTENANCE,
    ANSWER_INVERSE_OFFER,
    WEIGH,
    SET_QUOTA,
    ANSWER_PINGS,
    WAIT,
    WAIT_LONG
  }

  /** One step; {@code who}, {@code what} and {@code how} choose among what is there. */
  record Step(Kind kind, int who, int what, int how) {}

  private static final String[] ROLES = {"r1", "r2", "eng", "eng/web"};
  private static final double[] REFUSALS = {0, 1, 5, -1, 600, 1e12};
  private static final TaskState[] NEXT = {
    TaskState.TASK_STARTING,
    TaskState.TASK_RUNNING,
    TaskState.TASK_FINISHED,
    TaskState.TASK_FAILED,
    TaskState.TASK_KILLED
  };

  private final Cluster cluster = new Cluster();
  private final List<TestAgent> agents = new ArrayList<>();
  private final List<TestScheduler> schedulers = new ArrayList<>();
  private final List<Offer> offers = new ArrayList<>();
  private int launched;
  private int machines;

  RandomCluster() {
    for (int i = 0; i < 3; i++) {
      agents.add(agent("cpus:4;mem:4096;disk:1000;ports:[31000-31009]"));
    }
    for (int i = 0; i < 3; i++) {
      schedulers.add(TestScheduler.subscribed(cluster, ROLES[i], ROLES[3]));
    }
    schedulers.add(TestScheduler.subscribedOld(cluster, "*"));
  }

  Cluster cluster() {
    return cluster;
  }

  void perform(Step step) {
    TestScheduler scheduler = schedulers.get(step.who() % schedulers.size());
    TestAgent agent = agents.get(step.who() % agents.size());
    for (TestScheduler each : schedulers) {
      offers.addAll(each.takeOffers());
    }
    switch (step.kind()) {
      case SUBSCRIBE -> scheduler.subscribe();
      case DISCONNECT -> scheduler.disconnects();
      case LAUNCH -> launch(step, "cpus:0.5;mem:100;ports:[31000-31001]");
      case LAUNCH_TOO_BIG -> launch(step, "cpus:50;mem:100");
      case LAUNCH_GROUP -> launchGroup(step);
      case DECLINE ->
          offer(step).ifPresent(o -> owner(o).declines(o, REFUSALS[step.how() % REFUSALS.length]));
      case ACCEPT_FOREIGN ->
          offer(step)
              .ifPresent(o -> scheduler.launches(o, Tasks.task("foreign" + launched++, o).build()));
      case ACCEPT_TWICE -> offer(step).ifPresent(o -> owner(o).accepts(List.of(o, o), 0));
      case REPORT -> report(agent, step);
      case REPORT_AGAIN -> reportAgain(agent, step);
      case ACKNOWLEDGE -> acknowledge(step);
      case KILL ->
          task(scheduler, step)
              .ifPresent(t -> scheduler.kills(t.key().task().value(), Optional.of(t.agent())));
      case RECONCILE -> scheduler.reconcilesAll();
      case SUPPRESS -> scheduler.suppresses();
      case REVIVE -> scheduler.revives();
      case TEAR_DOWN -> tearDown(step);
      case CHANGE_ROLES -> changeRoles(step);
      case LOSE_LINK -> agent.losesLink();
      case LOSE_LINK_AND_MESSAGES -> agent.losesLinkAndMessages();
      case RETURN -> agent.returns();
      case RETURN_WITHOUT_A_TASK -> {
        agent.tasks().stream().findFirst().ifPresent(agent::forgets);
        agent.losesLink();
        agent.returns();
      }
      case UNREGISTER -> unregister(step);
      case DRAIN -> drain(agent, step.how() % 4 == 0);
      case DEACTIVATE -> operate(r -> new MasterInput.DeactivateAgent(r, agent.id()));
      case REACTIVATE -> operate(r -> new MasterInput.ReactivateAgent(r, agent.id()));
      case MARK_GONE -> operate(r -> new MasterInput.MarkAgentGone(r, agent.id()));
      case SCHEDULE_MAINTENANCE -> operate(r -> schedule(r, step));
      case START_MAINTENANCE ->
          operate(r -> new MasterInput.StartMaintenance(r, List.of(machine(step))));
      case STOP_MAINTENANCE ->
          pick(List.copyOf(cluster.state().maintenance().machines()), step)
              .ifPresent(m -> operate(r -> new MasterInput.StopMaintenance(r, List.of(m.id()))));
      case WEIGH -> operate(r -> weigh(r, step));
      case SET_QUOTA -> operate(r -> setQuota(r, step));
      case ANSWER_INVERSE_OFFER -> answerInverseOffer(step);
      case ANSWER_PINGS -> agents.forEach(TestAgent::answersPings);
      case WAIT -> cluster.advanceSeconds(step.how() % 20);
      case WAIT_LONG -> cluster.advanceSeconds(step.how() % 900);
    }
    agents.replaceAll(a -> isGone(a) ? agent("cpus:4;mem:4096") : a);
  }

  /** Each on a machine of its own. */
  private TestAgent agent(String resources) {
    return new TestAgent(cluster, "host" + machines++, resources).register();
  }

  /** Faults stop: all agents come back and all schedulers want offers. */
  void heal() {
    bringUpAll();
    endQuotas();
    for (TestAgent agent : agents) {
      agent.returns();
      operate(r -> new MasterInput.ReactivateAgent(r, agent.id()));
    }
    for (TestScheduler scheduler : schedulers) {
      scheduler.subscribe();
      scheduler.revives();
    }
    boolean anyone =
        cluster.state().frameworks().stream().anyMatch(framework -> framework.connected());
    for (Agent agent : cluster.state().agents()) {
      if (cluster.state().drainingAgents().contains(agent.id())) {
        continue;
      }
      var free = cluster.state().freeOn(agent.id());
      assertThat(anyone && (free.scalarMillis("cpus") >= 10 || free.scalarMillis("mem") >= 32_000))
          .as("%s is free on %s, and nobody is offered it", free, agent.id())
          .isFalse();
    }
  }

  private void endQuotas() {
    for (String role : List.copyOf(cluster.state().roles().quotas().keySet())) {
      operate(r -> new MasterInput.RemoveQuota(r, role, ""));
    }
  }

  private void bringUpAll() {
    for (Machine machine : List.copyOf(cluster.state().maintenance().machines())) {
      operate(r -> new MasterInput.StopMaintenance(r, List.of(machine.id())));
    }
  }

  /** Mostly one that is still good. */
  private Optional<Offer> offer(Step step) {
    List<Offer> good =
        offers.stream()
            .filter(offer -> cluster.state().offer(OfferId.of(offer.getId())).isPresent())
            .toList();
    return step.how() % 10 == 0 ? pick(offers, step) : pick(good, step);
  }

  private static <T> Optional<T> pick(List<T> from, Step step) {
    return from.isEmpty() ? Optional.empty() : Optional.of(from.get(step.what() % from.size()));
  }

  private TestScheduler owner(Offer offer) {
    return schedulers.stream()
        .filter(scheduler -> scheduler.protoId().equals(offer.getFrameworkId()))
        .findFirst()
        .orElse(schedulers.get(0));
  }

  private void launch(Step step, String resources) {
    offer(step)
        .ifPresent(
            offer -> {
              TaskInfo task = Tasks.task("t" + launched++, offer, resources).build();
              owner(offer).accepts(List.of(offer), REFUSALS[step.how() % 3], Tasks.launch(task));
            });
  }

  private void launchGroup(Step step) {
    offer(step)
        .ifPresent(
            offer ->
                owner(offer)
                    .accepts(
                        offer,
                        Tasks.launchGroup(
                            Tasks.defaultExecutor("e" + step.how() % 2, offer.getFrameworkId())
                                .build(),
                            Tasks.task("g" + launched++, offer).build(),
                            Tasks.task("g" + launched++, offer).build())));
  }

  private void report(TestAgent agent, Step step) {
    Optional<String> picked = pick(agent.tasks(), step);
    if (picked.isEmpty()) {
      return;
    }
    String id = picked.get();
    ReportedTask task = agent.task(id);
    TaskState state = NEXT[step.how() % NEXT.length];
    if (!TaskStates.isTerminal(task.latest().getState())) {
      agent.reports(id, state, step.what() % 2 == 0 ? state : TaskState.TASK_FINISHED);
    } else {
      agent.reports(id, task.latest().getState());
    }
  }

  private void reportAgain(TestAgent agent, Step step) {
    pick(agent.tasks(), step)
        .map(agent::task)
        .ifPresent(
            task -> task.forwarded().ifPresent(told -> agent.reports(task.framework(), told)));
  }

  private Optional<Task> task(TestScheduler scheduler, Step step) {
    List<Task> tasks = List.copyOf(cluster.state().tasks(scheduler.id()));
    return tasks.isEmpty() ? Optional.empty() : Optional.of(tasks.get(step.what() % tasks.size()));
  }

  private void acknowledge(Step step) {
    List<Task> waiting =
        cluster.state().agents().stream()
            .flatMap(agent -> cluster.state().tasksOn(agent.id()).stream())
            .filter(task -> task.unacknowledged().isPresent())
            .toList();
    for (TestScheduler scheduler : schedulers) {
      pick(waiting, step)
          .filter(task -> task.key().framework().equals(scheduler.id()))
          .ifPresent(
              task ->
                  scheduler.acknowledges(
                      task.key().task().value(),
                      task.agent(),
                      task.unacknowledged().orElseThrow()));
    }
  }

  private void tearDown(Step step) {
    int which = step.who() % schedulers.size();
    schedulers.get(which).tearsDown();
    schedulers.set(which, TestScheduler.subscribed(cluster, ROLES[which % 4]));
  }

  private void changeRoles(Step step) {
    TestScheduler scheduler = schedulers.get(step.who() % 3);
    scheduler.subscribe(
        TestScheduler.framework(ROLES[step.what() % 4]).setId(scheduler.protoId()).build());
  }

  private boolean isGone(TestAgent agent) {
    return cluster.state().agent(agent.id()).isEmpty()
        && !cluster.state().unreachableAgents().containsKey(agent.id());
  }

  private void drain(TestAgent agent, boolean forGood) {
    DrainConfig config = DrainConfig.newBuilder().setMarkGone(forGood).build();
    operate(r -> new MasterInput.DrainAgent(r, agent.id(), config));
  }

  private void operate(Function<RequestId, MasterInput> call) {
    cluster.when(call.apply(new RequestId(cluster.nextNumber())));
  }

  private static MasterInput setQuota(RequestId request, Step step) {
    String role = ROLES[step.what() % 3];
    String guarantees = step.how() % 3 == 0 ? "" : "cpus:%d;mem:1000".formatted(step.how() % 5);
    String limits = step.how() % 2 == 0 ? "" : "cpus:%d;mem:%d".formatted(step.how() % 7, 3000);
    return new MasterInput.UpdateQuota(
        request, List.of(QuotaTest.quota(role, guarantees, limits)), step.how() % 4 == 0);
  }

  private static MasterInput weigh(RequestId request, Step step) {
    WeightInfo weight =
        WeightInfo.newBuilder()
            .setRole(ROLES[step.what() % ROLES.length])
            .setWeight(step.how() % 5)
            .build();
    return new MasterInput.UpdateWeights(request, List.of(weight));
  }

  /** Of the machines that there are, those that the numbers say; later or sooner than before. */
  private MasterInput schedule(RequestId request, Step step) {
    Schedule.Builder schedule = Schedule.newBuilder();
    for (int i = 0; i < agents.size(); i++) {
      if ((step.what() >> i) % 2 == 1) {
        schedule.addWindows(
            Window.newBuilder()
                .addMachineIds(machine(agents.get(i)))
                .setUnavailability(
                    Unavailability.newBuilder()
                        .setStart(TimeInfo.newBuilder().setNanoseconds(step.how() % 3))));
      }
    }
    return new MasterInput.UpdateMaintenanceSchedule(request, schedule.build());
  }

  private MachineID machine(Step step) {
    return machine(agents.get(step.who() % agents.size()));
  }

  private static MachineID machine(TestAgent agent) {
    return MachineID.newBuilder()
        .setHostname(agent.info().getHostname())
        .setIp(agent.address().substring(0, agent.address().indexOf(':')))
        .build();
  }

  private void answerInverseOffer(Step step) {
    List<InverseOffer> asked = List.copyOf(cluster.state().maintenance().inverseOffers());
    for (TestScheduler scheduler : schedulers) {
      pick(asked, step)
          .map(offer -> offer.id().toProto())
          .ifPresent(
              offer -> {
                double again = REFUSALS[step.how() % REFUSALS.length];
                var unused =
                    step.how() % 2 == 0
                        ? scheduler.acceptsInverse(offer, again)
                        : scheduler.declinesInverse(offer, again);
              });
    }
  }

  private void unregister(Step step) {
    int which = step.who() % agents.size();
    agents.get(which).unregisters();
    agents.set(which, agent("cpus:4;mem:4096"));
  }
}

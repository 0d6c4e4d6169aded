package io.proffer.service.kernel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.core.model.Attributes;
import io.proffer.core.model.OfferId;
import io.proffer.core.model.ResourceConversions;
import io.proffer.core.model.Resources;
import io.proffer.core.model.Unavailability;
import io.proffer.core.protocol.FileRefresh;
import io.proffer.sdk.TaskUpdate;
import io.proffer.service.change.AppChanges;
import io.proffer.service.change.GroupChanges;
import io.proffer.service.change.PodChanges;
import io.proffer.service.change.TreeChange;
import io.proffer.service.json.AppReader;
import io.proffer.service.json.PodReader;
import io.proffer.service.model.App;
import io.proffer.service.model.PathId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.InverseOffer;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.AllocationInfo;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/** A kernel and a cluster for it on paper: agents that offer what is free, and tasks on them. */
public final class Town {

  private static final ObjectMapper JSON = new ObjectMapper();

  final AppChanges apps;
  final GroupChanges groups;
  final PodChanges pods;
  private final String role;
  final List<Fact> facts = new ArrayList<>();
  final List<Notice> notices = new ArrayList<>();
  final Map<String, TaskInfo> tasks = new LinkedHashMap<>();
  final List<String> killing = new ArrayList<>();
  final List<Action.PreStop> hooks = new ArrayList<>();
  final List<Action.LaunchGroup> launched = new ArrayList<>();
  final List<Action.Refresh> refreshes = new ArrayList<>();
  final List<Operation> applied = new ArrayList<>();
  final List<Poll> looks = new ArrayList<>();
  Instant now = Instant.parse("2026-11-21T12:00:00Z");
  ServiceKernel kernel = new ServiceKernel(1);

  /** What was answered about agents that are going to go, the oldest first. */
  final List<Action.AnswerInverse> answers = new ArrayList<>();

  private final Map<String, Unavailability> away = new TreeMap<>();

  private record Agent(Resources total, String attributes) {}

  private final Map<String, Agent> agents = new TreeMap<>();
  private final Map<OfferId, String> offered = new LinkedHashMap<>();
  private int offers;

  /** One whose framework has no role of its own. */
  public Town() {
    this("*");
  }

  Town(String role) {
    this.role = role;
    AppReader reader = new AppReader(role);
    apps = new AppChanges(reader);
    groups = new GroupChanges(reader);
    pods = new PodChanges(new PodReader(reader));
  }

  static ObjectNode json(String text) {
    try {
      return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException bad) {
      throw new IllegalArgumentException(text, bad);
    }
  }

  public Town agent(String name, String resources, String attributes) {
    agents.put(name, new Agent(Resources.parse(resources), attributes));
    return this;
  }

  Outcome create(String app) {
    return change(apps.create(json(app)), false);
  }

  Outcome update(String id, String change) {
    return change(apps.update(PathId.of(id), json(change), AppChanges.Mode.UPDATE), false);
  }

  Outcome change(TreeChange change, boolean force) {
    Outcome outcome = kernel.change(change, force, now);
    carryOut();
    return outcome;
  }

  /** Asks as the HTTP API does, and lets the cluster do what follows. */
  public synchronized <T> T ask(
      BiFunction<ServiceKernel, Instant, T> question, BiConsumer<Instant, Notice> listener) {
    int told = notices.size();
    T answer = question.apply(kernel, now);
    carryOut();
    settle();
    now = now.plusSeconds(1);
    notices.subList(told, notices.size()).forEach(notice -> listener.accept(now, notice));
    return answer;
  }

  /** Offers everything that is free. */
  void offer() {
    List<Offer> all = new ArrayList<>();
    agents.forEach((name, agent) -> all.add(offer(name, agent)));
    kernel.offered(all, now);
    carryOut();
  }

  private Offer offer(String name, Agent agent) {
    Resources used = Resources.empty();
    for (TaskInfo task : tasks.values()) {
      if (task.getAgentId().getValue().equals(name)) {
        used = used.plus(Resources.of(task.getResourcesList()));
      }
    }
    for (Action.LaunchGroup group : launched) {
      TaskInfo first = group.tasks().getTasks(0);
      boolean runs =
          group.tasks().getTasksList().stream()
              .anyMatch(task -> tasks.containsKey(task.getTaskId().getValue()));
      if (runs && first.getAgentId().getValue().equals(name)) {
        used = used.plus(Resources.of(group.executor().getResourcesList()));
      }
    }
    offered.put(new OfferId("o" + (offers + 1)), name);
    List<Resource> free = agent.total().minus(used).toProtos();
    Offer.Builder offer = Offer.newBuilder();
    Optional.ofNullable(away.get(name)).ifPresent(when -> offer.setUnavailability(when.toProto()));
    return offer
        .setId(OfferID.newBuilder().setValue("o" + ++offers))
        .setAgentId(AgentID.newBuilder().setValue(name))
        .setFrameworkId(FrameworkID.newBuilder().setValue("f"))
        .setHostname(name + ".example")
        .setAllocationInfo(AllocationInfo.newBuilder().setRole(role))
        .addAllResources(Resources.withAllocation(free, role))
        .addAllAttributes(Attributes.parse(agent.attributes()))
        .build();
  }

  /** Maintenance of an agent is scheduled: the framework is asked, and offers say so. */
  void maintain(String agent, Duration in, Duration length) {
    away.put(agent, new Unavailability(now.plus(in), Optional.of(length)));
    askToLeave(agent);
  }

  /** As the master does again and again. */
  void askToLeave(String agent) {
    InverseOffer.Builder offer =
        InverseOffer.newBuilder()
            .setId(OfferID.newBuilder().setValue("i" + ++offers))
            .setFrameworkId(FrameworkID.newBuilder().setValue("f"))
            .setAgentId(AgentID.newBuilder().setValue(agent))
            .setUnavailability(Objects.requireNonNull(away.get(agent)).toProto());
    offer.getUrlBuilder().setScheme("http").getAddressBuilder().setPort(1);
    offer.getUrlBuilder().getAddressBuilder().setHostname(agent + ".example");
    kernel.inverseOffered(List.of(offer.build()), now);
    kernel.settle(now);
    carryOut();
  }

  /** There is not going to be any maintenance. */
  void keep(String agent) {
    away.remove(agent);
  }

  /** Time passes, in which the framework is asked as often as it wants to be. */
  void passAsked(Duration span, String agent) {
    for (Duration left = span; left.isPositive(); left = left.minus(InverseAnswers.AGAIN)) {
      pass(InverseAnswers.AGAIN);
      askToLeave(agent);
    }
  }

  /** Everything launched runs, everything killed has ended. */
  public void settle() {
    for (int round = 0; round < 40; round++) {
      runAll();
      List.copyOf(killing).forEach(id -> told(id, TaskState.TASK_KILLED));
      offer();
    }
  }

  void runAll() {
    for (String id : List.copyOf(tasks.keySet())) {
      if (kernel.instances().stream()
          .anyMatch(i -> i.taskIds().contains(id) && i.startedAt().isEmpty())) {
        told(id, TaskState.TASK_RUNNING);
      }
    }
  }

  void told(String task, TaskState state) {
    told(TaskStatus.newBuilder().setState(state), task);
  }

  void told(TaskStatus.Builder status, String task) {
    kernel.updated(status.setTaskId(TaskID.newBuilder().setValue(task)).buildPartial(), now);
    kernel.settle(now);
    boolean ended = TaskUpdate.isTerminal(status.getState());
    if (ended) {
      tasks.remove(task);
      killing.remove(task);
    }
    carryOut();
  }

  void pass(Duration span) {
    now = now.plus(span);
    kernel.tick(now);
    carryOut();
  }

  private void apply(Action.Apply apply) {
    applied.add(apply.operation());
    String name = Objects.requireNonNull(offered.get(apply.offer()));
    Agent agent = Objects.requireNonNull(agents.get(name));
    Resources changed =
        ResourceConversions.apply(ResourceConversions.of(apply.operation()), agent.total());
    agents.put(name, new Agent(changed, agent.attributes()));
  }

  private void carryOut() {
    Decision decision = kernel.take();
    facts.addAll(decision.facts());
    notices.addAll(decision.notices());
    for (Action action : decision.actions()) {
      switch (action) {
        case Action.Launch launch -> tasks.put(launch.task().getTaskId().getValue(), launch.task());
        case Action.Kill kill -> {
          if (tasks.containsKey(kill.taskId()) && !killing.contains(kill.taskId())) {
            killing.add(kill.taskId());
          }
        }
        case Action.LaunchGroup group -> {
          launched.add(group);
          group
              .tasks()
              .getTasksList()
              .forEach(task -> tasks.put(task.getTaskId().getValue(), task));
        }
        case Action.Apply apply -> apply(apply);
        case Action.Look look -> looks.add(look.poll());
        case Action.PreStop hook -> hooks.add(hook);
        case Action.AnswerInverse answer -> answers.add(answer);
        case Action.Refresh refresh -> refreshes.add(refresh);
        case Action.Revive revive -> {}
      }
    }
  }

  /** Answers everything that was looked at since the last time. */
  void answer(Poll.Result result) {
    List<Poll> open = List.copyOf(looks);
    looks.clear();
    open.forEach(poll -> kernel.looked(poll, result, now));
    kernel.settle(now);
    carryOut();
  }

  /** An agent says what became of the oldest of what it was asked to write. */
  void refreshed(Optional<String> problem) {
    Action.Refresh asked = refreshes.removeFirst();
    kernel.refreshed(asked.taskId(), new FileRefresh.Answer(asked.refresh().id(), problem));
    carryOut();
  }

  void ready(String task) {
    kernel.readyToStop(task, now);
    carryOut();
  }

  void measured(String id, double reading) {
    kernel.measured(PathId.of(id), List.of(Optional.of(reading)), now);
    carryOut();
  }

  Outcome steer(String deployment, Steer steer) {
    Outcome outcome = kernel.steer(deployment, steer, now);
    carryOut();
    return outcome;
  }

  /** Another process goes on with what was stored. */
  void takeOver() {
    ServiceKernel next = new ServiceKernel(facts.size());
    next.restore(facts);
    kernel = next;
    next.resume(now);
    carryOut();
  }

  ServiceSnapshot snapshot() {
    return kernel.snapshot(now);
  }

  App app(String id) {
    App app = snapshot().tree().apps().get(PathId.of(id));
    if (app == null) {
      throw new AssertionError("no app " + id);
    }
    return app;
  }

  List<Instance> instances(String id) {
    return snapshot().instances(PathId.of(id));
  }

  List<String> hosts(String id) {
    return instances(id).stream().map(i -> i.site().hostname()).sorted().toList();
  }

  /** The types of the notices of deployments, in order. */
  List<String> deployments() {
    return notices.stream()
        .map(n -> n.getClass().getSimpleName())
        .filter(n -> n.startsWith("Deployment") || n.startsWith("Step"))
        .toList();
  }
}

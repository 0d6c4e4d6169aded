package io.proffer.benchmarks.launch;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.Filters;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * A scheduler that launches as many small tasks as it may and acknowledges every update. Events are
 * handled on a thread of its own; {@link #pace} comes from another. Both hold its lock.
 */
final class EmulatedFramework implements AutoCloseable {

  private static final double TASK_CPUS = 0.01;
  private static final double TASK_MEM = 32;
  private static final int MOST_PER_ACCEPT = 50;

  private final EventStream events;
  private final PipelinedCalls calls;
  private final FrameworkID id;
  private final int index;
  private final int inFlightMost;
  private final AtomicReference<String> problem;

  private final Deque<Offer> held = new ArrayDeque<>();
  private final Map<String, Long> waiting = new HashMap<>();
  private final LatencySamples latencies = new LatencySamples();
  private double allowed;
  private boolean measuring;
  private long launched;
  private long running;
  private long acknowledged;
  private long accepts;

  EmulatedFramework(
      InetSocketAddress master, int index, int inFlightMost, AtomicReference<String> problem)
      throws IOException {
    this.index = index;
    this.inFlightMost = inFlightMost;
    this.problem = problem;
    FrameworkInfo info =
        FrameworkInfo.newBuilder()
            .setUser("bench")
            .setName("bench-" + index)
            .addRoles("bench")
            .addCapabilities(capability(FrameworkInfo.Capability.Type.MULTI_ROLE))
            .addCapabilities(capability(FrameworkInfo.Capability.Type.PARTITION_AWARE))
            .addCapabilities(capability(FrameworkInfo.Capability.Type.RESERVATION_REFINEMENT))
            .build();
    events =
        new EventStream(
            master,
            Call.newBuilder()
                .setType(Call.Type.SUBSCRIBE)
                .setSubscribe(Call.Subscribe.newBuilder().setFrameworkInfo(info))
                .build());
    Event first = events.next().get(0);
    id = first.getSubscribed().getFrameworkId();
    calls = new PipelinedCalls(master, events.streamId(), problem);
    Thread.ofPlatform().daemon().name("bench-framework-" + index).start(this::readEvents);
  }

  private static FrameworkInfo.Capability capability(FrameworkInfo.Capability.Type type) {
    return FrameworkInfo.Capability.newBuilder().setType(type).build();
  }

  private void readEvents() {
    try {
      while (true) {
        var batch = events.next();
        synchronized (this) {
          for (Event event : batch) {
            handle(event);
          }
          launch();
          calls.flush();
        }
      }
    } catch (IOException e) {
      problem.compareAndSet(null, "framework " + index + ": " + e.getMessage());
    }
  }

  private void handle(Event event) throws IOException {
    switch (event.getType()) {
      case OFFERS -> held.addAll(event.getOffers().getOffersList());
      case RESCIND -> held.removeIf(o -> o.getId().equals(event.getRescind().getOfferId()));
      case UPDATE -> update(event.getUpdate().getStatus());
      case ERROR -> problem.compareAndSet(null, "ERROR event: " + event.getError().getMessage());
      case FAILURE -> problem.compareAndSet(null, "FAILURE event: " + event.getFailure());
      case SUBSCRIBED,
          HEARTBEAT,
          MESSAGE,
          INVERSE_OFFERS,
          RESCIND_INVERSE_OFFER,
          UPDATE_OPERATION_STATUS,
          UNKNOWN -> {}
    }
  }

  private void update(TaskStatus status) throws IOException {
    if (status.getState() == TaskState.TASK_RUNNING) {
      Long start = waiting.remove(status.getTaskId().getValue());
      if (start != null && measuring) {
        running++;
        latencies.add(System.nanoTime() - start);
      }
    } else if (status.getState() != TaskState.TASK_FINISHED) {
      problem.compareAndSet(
          null,
          "task %s became %s: %s"
              .formatted(status.getTaskId().getValue(), status.getState(), status.getMessage()));
    }
    if (status.hasUuid()) {
      acknowledge(status.getAgentId(), status.getTaskId(), status.getUuid());
      if (measuring && status.getState() == TaskState.TASK_RUNNING) {
        acknowledged++;
      }
    }
  }

  private void acknowledge(AgentID agent, TaskID task, ByteString uuid) throws IOException {
    calls.send(
        call(Call.Type.ACKNOWLEDGE)
            .setAcknowledge(
                Call.Acknowledge.newBuilder().setAgentId(agent).setTaskId(task).setUuid(uuid))
            .build());
  }

  private Call.Builder call(Call.Type type) {
    return Call.newBuilder().setType(type).setFrameworkId(id);
  }

  /** Allows this many launches more; they happen at once if offers are held. */
  synchronized void pace(double launches, double most) {
    allowed = Math.min(most, allowed + launches);
    try {
      launch();
      calls.flush();
    } catch (IOException e) {
      problem.compareAndSet(null, "framework " + index + ": " + e.getMessage());
    }
  }

  private void launch() throws IOException {
    while (!held.isEmpty()) {
      int room = (int) Math.min(allowed, inFlightMost - waiting.size());
      if (room < 1) {
        return;
      }
      Offer offer = held.removeFirst();
      int count = Math.min(Math.min(room, MOST_PER_ACCEPT), fitting(offer));
      if (count == 0) {
        calls.send(
            call(Call.Type.DECLINE)
                .setDecline(
                    Call.Decline.newBuilder()
                        .addOfferIds(offer.getId())
                        .setFilters(Filters.newBuilder().setRefuseSeconds(1)))
                .build());
      } else {
        accept(offer, count);
        allowed -= count;
      }
    }
  }

  private void accept(Offer offer, int count) throws IOException {
    Offer.Operation.Launch.Builder launch = Offer.Operation.Launch.newBuilder();
    long now = System.nanoTime();
    for (int i = 0; i < count; i++) {
      String task = "bench-" + index + "-" + launched++;
      waiting.put(task, now);
      launch.addTaskInfos(
          TaskInfo.newBuilder()
              .setName(task)
              .setTaskId(TaskID.newBuilder().setValue(task))
              .setAgentId(offer.getAgentId())
              .addResources(scalar("cpus", TASK_CPUS))
              .addResources(scalar("mem", TASK_MEM))
              .setCommand(CommandInfo.newBuilder().setShell(true).setValue("true")));
    }
    accepts++;
    calls.send(
        call(Call.Type.ACCEPT)
            .setAccept(
                Call.Accept.newBuilder()
                    .addOfferIds(offer.getId())
                    .setFilters(Filters.newBuilder().setRefuseSeconds(0))
                    .addOperations(
                        Offer.Operation.newBuilder()
                            .setType(Offer.Operation.Type.LAUNCH)
                            .setLaunch(launch)))
            .build());
  }

  private static int fitting(Offer offer) {
    double cpus = 0;
    double mem = 0;
    for (Resource resource : offer.getResourcesList()) {
      cpus += resource.getName().equals("cpus") ? resource.getScalar().getValue() : 0;
      mem += resource.getName().equals("mem") ? resource.getScalar().getValue() : 0;
    }
    return (int) (Math.min(cpus / TASK_CPUS, mem / TASK_MEM) + 1e-6);
  }

  private static Resource scalar(String name, double value) {
    return Resource.newBuilder()
        .setName(name)
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(value))
        .build();
  }

  /** Forgets what was counted so far, and counts from now on, or no longer. */
  synchronized void measure(boolean on) {
    measuring = on;
    if (on) {
      running = 0;
      acknowledged = 0;
      accepts = 0;
    } else {
      allowed = Double.NEGATIVE_INFINITY;
    }
  }

  synchronized int unanswered() {
    return waiting.size();
  }

  /** Adds this framework's counts; call it after {@link #measure} was turned off. */
  synchronized void addTo(LaunchCounts counts) {
    counts.running += running;
    counts.acknowledged += acknowledged;
    counts.accepts += accepts;
    counts.latencies.addAll(latencies);
  }

  @Override
  public void close() throws IOException {
    calls.send(call(Call.Type.TEARDOWN).build());
    calls.flush();
    events.close();
    calls.close();
  }
}

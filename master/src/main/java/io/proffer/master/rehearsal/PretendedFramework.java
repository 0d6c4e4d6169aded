package io.proffer.master.rehearsal;

import io.proffer.core.model.Resources;
import io.proffer.core.protocol.MediaType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/** Subscribes, is taken over, and is torn down; then comes the next. */
final class PretendedFramework implements AutoCloseable {

  private static final int ACCEPTED = 202;
  private static final String SCHEDULER_API = "/api/v1/scheduler";

  /** Of so many sessions one speaks protobuf; the others JSON, which has more to compile. */
  private static final int SESSIONS_PER_PROTOBUF = 8;

  /**
   * Of so many sessions one runs a task, which takes as long as some without. An odd number, so
   * that tasks are run in every dialect.
   */
  private static final int SESSIONS_PER_TASK = 5;

  /** One that is kept when it is gone is more to decide about, and to keep. */
  private static final int FAILOVER_SECONDS = 60;

  /**
   * The list of tasks is rendered anew each time, where other answers have only those anew that
   * have changed: a few hundred tasks are what the runtime wants to have seen.
   */
  private static final int LISTINGS_PER_LOOK = 8;

  private final int port;

  /** For all that is not a subscription. */
  private final Connection calls;

  PretendedFramework(int port) throws IOException {
    this.port = port;
    this.calls = new Connection(port);
  }

  /**
   * From SUBSCRIBE to TEARDOWN, over connections of its own.
   *
   * @param number of the session; decides what it speaks and does
   */
  void session(int number) throws IOException {
    Dialect dialect = dialect(number);
    FrameworkInfo info = number % 2 == 0 ? terse() : talkative();
    try (Subscription first = subscribe(dialect, info)) {
      Event subscribed = first.await(Event.Type.SUBSCRIBED);
      FrameworkID id = subscribed.getSubscribed().getFrameworkId();
      Offer offer = offer(first);
      if (runsTask(number)) {
        runTask(dialect, first, id, offer);
      }
      // As after a failure of the framework: the old stream is still open.
      try (Subscription second = subscribe(dialect, info.toBuilder().setId(id).build())) {
        second.await(Event.Type.OFFERS);
        call(dialect, second, Call.newBuilder().setFrameworkId(id).setType(Call.Type.TEARDOWN));
      }
    }
  }

  static boolean runsTask(int number) {
    return number % SESSIONS_PER_TASK == 1;
  }

  static Dialect dialect(int number) {
    if (number % SESSIONS_PER_PROTOBUF == 1) {
      return Dialect.PROTOBUF;
    }
    return number % SESSIONS_PER_PROTOBUF < SESSIONS_PER_PROTOBUF / 2
        ? Dialect.JSON
        : Dialect.SPACED_JSON;
  }

  /** What every framework says of itself. */
  private static FrameworkInfo terse() {
    return FrameworkInfo.newBuilder()
        .setUser("rehearsal")
        .setName("rehearsal")
        .addRoles("rehearsal")
        .addCapabilities(capability(FrameworkInfo.Capability.Type.MULTI_ROLE))
        .build();
  }

  /** What some say. */
  private static FrameworkInfo talkative() {
    return FrameworkInfo.newBuilder()
        .setUser("rehearsal")
        .setName("rehearsal")
        .addRoles("*")
        .setCheckpoint(true)
        .setFailoverTimeout(FAILOVER_SECONDS)
        .setHostname("localhost")
        .setWebuiUrl("http://localhost/")
        .addCapabilities(capability(FrameworkInfo.Capability.Type.MULTI_ROLE))
        .addCapabilities(capability(FrameworkInfo.Capability.Type.PARTITION_AWARE))
        .addCapabilities(capability(FrameworkInfo.Capability.Type.RESERVATION_REFINEMENT))
        .addCapabilities(capability(FrameworkInfo.Capability.Type.TASK_KILLING_STATE))
        .build();
  }

  private static FrameworkInfo.Capability capability(FrameworkInfo.Capability.Type type) {
    return FrameworkInfo.Capability.newBuilder().setType(type).build();
  }

  /** The agent that is pretended too; another, where there is one, would really run something. */
  private static Offer offer(Subscription stream) throws IOException {
    while (true) {
      for (Offer offer : stream.await(Event.Type.OFFERS).getOffers().getOffersList()) {
        if (offer.getHostname().equals(PretendedAgent.HOSTNAME)) {
          return offer;
        }
      }
    }
  }

  /** The answers that operators ask for most. */
  void look() throws IOException {
    for (String path : List.of("/state", "/metrics/snapshot")) {
      get(path);
    }
    for (int i = 0; i < LISTINGS_PER_LOOK; i++) {
      get("/tasks?limit=1000");
    }
    org.apache.mesos.v1.master.Protos.Call getState =
        org.apache.mesos.v1.master.Protos.Call.newBuilder()
            .setType(org.apache.mesos.v1.master.Protos.Call.Type.GET_STATE)
            .build();
    for (MediaType speaks : MediaType.values()) {
      answer(post("/api/v1", speaks), speaks.write(getState), 200);
    }
  }

  private void get(String path) throws IOException {
    answer("GET " + path + " HTTP/1.1\r\n", new byte[0], 200);
  }

  private void runTask(Dialect dialect, Subscription stream, FrameworkID id, Offer offer)
      throws IOException {
    Call.Builder accept = Call.newBuilder().setFrameworkId(id).setType(Call.Type.ACCEPT);
    accept
        .getAcceptBuilder()
        .addOfferIds(offer.getId())
        .addOperations(
            Offer.Operation.newBuilder()
                .setType(Offer.Operation.Type.LAUNCH)
                .setLaunch(Offer.Operation.Launch.newBuilder().addTaskInfos(task(offer))));
    call(dialect, stream, accept);
    TaskStatus status;
    do {
      status = stream.await(Event.Type.UPDATE).getUpdate().getStatus();
      Call.Builder known = Call.newBuilder().setFrameworkId(id).setType(Call.Type.ACKNOWLEDGE);
      known
          .getAcknowledgeBuilder()
          .setAgentId(status.getAgentId())
          .setTaskId(status.getTaskId())
          .setUuid(status.getUuid());
      call(dialect, stream, known);
    } while (status.getState() != TaskState.TASK_FINISHED);
  }

  private static TaskInfo task(Offer offer) {
    return TaskInfo.newBuilder()
        .setName("rehearsal")
        .setTaskId(TaskID.newBuilder().setValue("rehearsal"))
        .setAgentId(offer.getAgentId())
        .addAllResources(
            Resources.withAllocation(
                Resources.parse("cpus:1;mem:64").toProtos(), offer.getAllocationInfo().getRole()))
        .setCommand(CommandInfo.newBuilder().setValue("true"))
        .build();
  }

  private Subscription subscribe(Dialect dialect, FrameworkInfo info) throws IOException {
    Call.Builder call = Call.newBuilder().setType(Call.Type.SUBSCRIBE);
    if (info.hasId()) {
      call.setFrameworkId(info.getId());
    }
    call.getSubscribeBuilder().setFrameworkInfo(info);
    MediaType speaks = dialect.speaks();
    return Subscription.open(
        port, speaks, post(SCHEDULER_API, speaks), dialect.write(call.build()));
  }

  private void call(Dialect dialect, Subscription stream, Call.Builder call) throws IOException {
    String head =
        post(SCHEDULER_API, dialect.speaks()) + "Mesos-Stream-Id: " + stream.id() + "\r\n";
    answer(head, dialect.write(call.build()), ACCEPTED);
  }

  private static String post(String path, MediaType speaks) {
    return "POST "
        + path
        + " HTTP/1.1\r\nContent-Type: "
        + speaks.contentType()
        + "\r\nAccept: "
        + speaks.contentType()
        + "\r\n";
  }

  private void answer(String head, byte[] body, int expected) throws IOException {
    calls.send(head, body);
    Connection.Head answer = calls.head();
    byte[] text = calls.body(answer);
    if (answer.status() != expected) {
      throw new IOException(
          head.lines().findFirst().orElse("")
              + " was answered with "
              + answer.status()
              + ": "
              + new String(text, StandardCharsets.UTF_8));
    }
  }

  @Override
  public void close() throws IOException {
    calls.close();
  }
}

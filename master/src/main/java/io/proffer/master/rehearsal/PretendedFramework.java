package io.proffer.master.rehearsal;

import com.google.protobuf.Message;
import io.proffer.core.model.Resources;
import io.proffer.core.protocol.MalformedMessageException;
import io.proffer.core.protocol.MalformedRecordException;
import io.proffer.core.protocol.MediaType;
import io.proffer.core.protocol.RecordIoDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
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

/** Subscribes, runs one task, and is torn down; then comes the next. */
final class PretendedFramework {

  private static final String ROLE = "rehearsal";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int ACCEPTED = 202;
  private static final int READ_BYTES = 1 << 16;
  private static final int MAX_RECORD_BYTES = 1 << 20;

  /** Of so many sessions one speaks protobuf; the others JSON, which has more to compile. */
  private static final int SESSIONS_PER_PROTOBUF = 4;

  private final HttpClient client;
  private final String url;

  PretendedFramework(HttpClient client, int port) {
    this.client = client;
    this.url = "http://127.0.0.1:" + port;
  }

  /**
   * From SUBSCRIBE to TEARDOWN, over a connection of its own.
   *
   * @param number of the session; decides what it speaks
   */
  void session(int number) throws IOException, InterruptedException {
    MediaType speaks = number % SESSIONS_PER_PROTOBUF == 1 ? MediaType.PROTOBUF : MediaType.JSON;
    try (Stream first = subscribe(speaks, Optional.empty())) {
      Event subscribed = first.await(Event.Type.SUBSCRIBED);
      FrameworkID id = subscribed.getSubscribed().getFrameworkId();
      runTask(speaks, first, id);
      // As after a failure of the framework: the old stream is still open.
      try (Stream second = subscribe(speaks, Optional.of(id))) {
        second.await(Event.Type.OFFERS);
        call(speaks, second, Call.newBuilder().setFrameworkId(id).setType(Call.Type.TEARDOWN));
      }
    }
  }

  /** The answers that operators ask for most. */
  void look() throws IOException, InterruptedException {
    for (String path : new String[] {"/state", "/metrics/snapshot"}) {
      answer(HttpRequest.newBuilder(URI.create(url + path)), 200);
    }
    org.apache.mesos.v1.master.Protos.Call getState =
        org.apache.mesos.v1.master.Protos.Call.newBuilder()
            .setType(org.apache.mesos.v1.master.Protos.Call.Type.GET_STATE)
            .build();
    for (MediaType speaks : MediaType.values()) {
      answer(post("/api/v1", speaks, getState), 200);
    }
  }

  private void runTask(MediaType speaks, Stream stream, FrameworkID id)
      throws IOException, InterruptedException {
    Offer offer = stream.await(Event.Type.OFFERS).getOffers().getOffers(0);
    Call.Builder accept = Call.newBuilder().setFrameworkId(id).setType(Call.Type.ACCEPT);
    accept
        .getAcceptBuilder()
        .addOfferIds(offer.getId())
        .addOperations(
            Offer.Operation.newBuilder()
                .setType(Offer.Operation.Type.LAUNCH)
                .setLaunch(Offer.Operation.Launch.newBuilder().addTaskInfos(task(offer))));
    call(speaks, stream, accept);
    TaskStatus status;
    do {
      status = stream.await(Event.Type.UPDATE).getUpdate().getStatus();
      Call.Builder known = Call.newBuilder().setFrameworkId(id).setType(Call.Type.ACKNOWLEDGE);
      known
          .getAcknowledgeBuilder()
          .setAgentId(status.getAgentId())
          .setTaskId(status.getTaskId())
          .setUuid(status.getUuid());
      call(speaks, stream, known);
    } while (status.getState() != TaskState.TASK_FINISHED);
  }

  private static TaskInfo task(Offer offer) {
    return TaskInfo.newBuilder()
        .setName("rehearsal")
        .setTaskId(TaskID.newBuilder().setValue("rehearsal"))
        .setAgentId(offer.getAgentId())
        .addAllResources(
            Resources.withAllocation(Resources.parse("cpus:1;mem:64").toProtos(), ROLE))
        .setCommand(CommandInfo.newBuilder().setValue("true"))
        .build();
  }

  private Stream subscribe(MediaType speaks, Optional<FrameworkID> again)
      throws IOException, InterruptedException {
    FrameworkInfo.Builder info =
        FrameworkInfo.newBuilder()
            .setUser("rehearsal")
            .setName("rehearsal")
            .addRoles(ROLE)
            .addCapabilities(
                FrameworkInfo.Capability.newBuilder()
                    .setType(FrameworkInfo.Capability.Type.MULTI_ROLE));
    Call.Builder call = Call.newBuilder().setType(Call.Type.SUBSCRIBE);
    again.ifPresent(call::setFrameworkId);
    again.ifPresent(info::setId);
    call.getSubscribeBuilder().setFrameworkInfo(info);
    HttpResponse<InputStream> response =
        client.send(
            post("/api/v1/scheduler", speaks, call.build()).build(), BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      throw new IOException("SUBSCRIBE was answered with " + response.statusCode());
    }
    String id = response.headers().firstValue("Mesos-Stream-Id").orElse("");
    return new Stream(speaks, id, response.body());
  }

  private void call(MediaType speaks, Stream stream, Call.Builder call)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = post("/api/v1/scheduler", speaks, call.build());
    answer(request.header("Mesos-Stream-Id", stream.id), ACCEPTED);
  }

  private HttpRequest.Builder post(String path, MediaType speaks, Message message) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .timeout(PATIENCE)
        .header("Content-Type", speaks.contentType())
        .header("Accept", speaks.contentType())
        .POST(HttpRequest.BodyPublishers.ofByteArray(speaks.write(message)));
  }

  private void answer(HttpRequest.Builder request, int expected)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        client.send(request.timeout(PATIENCE).build(), BodyHandlers.ofByteArray());
    if (response.statusCode() != expected) {
      throw new IOException(
          response.request().uri() + " was answered with " + response.statusCode());
    }
  }

  /** The events of one subscription. */
  private static final class Stream implements AutoCloseable {
    private final MediaType speaks;
    private final String id;
    private final InputStream body;
    private final RecordIoDecoder records = new RecordIoDecoder(MAX_RECORD_BYTES);
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private final byte[] buffer = new byte[READ_BYTES];

    Stream(MediaType speaks, String id, InputStream body) {
      this.speaks = speaks;
      this.id = id;
      this.body = body;
    }

    /** The next event of a type; what comes before it is of no interest. */
    Event await(Event.Type type) throws IOException {
      while (true) {
        byte[] record = next();
        try {
          Event event = speaks.read(record, Event.getDefaultInstance());
          if (event.getType() == type) {
            return event;
          }
        } catch (MalformedMessageException e) {
          throw new IOException(e);
        }
      }
    }

    private byte[] next() throws IOException {
      byte[] record = waiting.poll();
      while (record == null) {
        int read = body.read(buffer);
        if (read < 0) {
          throw new IOException("the stream of events ended");
        }
        try {
          waiting.addAll(records.feed(Arrays.copyOf(buffer, read)));
        } catch (MalformedRecordException e) {
          throw new IOException(e);
        }
        record = waiting.poll();
      }
      return record;
    }

    @Override
    public void close() throws IOException {
      body.close();
    }
  }
}

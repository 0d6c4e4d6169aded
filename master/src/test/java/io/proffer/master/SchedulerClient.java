package io.proffer.master;

import com.google.protobuf.Message;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.protocol.MediaType;
import io.proffer.core.protocol.RecordIoDecoder;
import io.proffer.core.security.ProxyKey;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/** A scheduler that speaks the v1 API by hand. */
public final class SchedulerClient implements Closeable {

  private static final String PATH = "/api/v1/scheduler";
  private static final int MAX_RECORD_BYTES = 64 << 20;

  private final MasterServer master;
  private final RawHttp stream;
  private final RawHttp.Head head;
  private final MediaType answers;
  private FrameworkId id = new FrameworkId("");

  private SchedulerClient(MasterServer master, RawHttp stream, MediaType answers)
      throws IOException {
    this.master = master;
    this.stream = stream;
    this.answers = answers;
    this.head = stream.head();
  }

  /** Subscribes, and reads up to and with SUBSCRIBED. */
  public static SchedulerClient subscribe(MasterServer master, FrameworkInfo info)
      throws IOException {
    SchedulerClient client = open(master, info, MediaType.JSON, MediaType.JSON, 0);
    client.id =
        FrameworkId.of(client.event(Event.Type.SUBSCRIBED).getSubscribed().getFrameworkId());
    return client;
  }

  /** The same, of one whose web server knows by this key whom the master sends. */
  public static SchedulerClient subscribe(MasterServer master, FrameworkInfo info, ProxyKey key)
      throws IOException {
    List<String> more = List.of(ProxyKey.HEADER + ": " + key.value());
    SchedulerClient client = open(master, info, MediaType.JSON, MediaType.JSON, 0, more);
    client.id =
        FrameworkId.of(client.event(Event.Type.SUBSCRIBED).getSubscribed().getFrameworkId());
    return client;
  }

  /**
   * Subscribes, and reads the head of the answer only.
   *
   * @param receiveBuffer see {@link RawHttp#connect}
   */
  public static SchedulerClient open(
      MasterServer master,
      FrameworkInfo info,
      MediaType calls,
      MediaType answers,
      int receiveBuffer)
      throws IOException {
    return open(master, info, calls, answers, receiveBuffer, List.of());
  }

  private static SchedulerClient open(
      MasterServer master,
      FrameworkInfo info,
      MediaType calls,
      MediaType answers,
      int receiveBuffer,
      List<String> more)
      throws IOException {
    Call.Builder call =
        Call.newBuilder()
            .setType(Call.Type.SUBSCRIBE)
            .setSubscribe(Call.Subscribe.newBuilder().setFrameworkInfo(info));
    if (info.hasId()) {
      call.setFrameworkId(info.getId());
    }
    RawHttp stream = RawHttp.connect(master, receiveBuffer);
    List<String> headers = new ArrayList<>(headers(calls, answers));
    headers.addAll(more);
    stream.send("POST", PATH, headers, calls.write(call.build()));
    return new SchedulerClient(master, stream, answers);
  }

  public static FrameworkInfo.Builder info(String role) {
    return FrameworkInfo.newBuilder()
        .setUser("root")
        .setName("test")
        .addRoles(role)
        .addCapabilities(
            FrameworkInfo.Capability.newBuilder().setType(FrameworkInfo.Capability.Type.MULTI_ROLE))
        .addCapabilities(
            FrameworkInfo.Capability.newBuilder()
                .setType(FrameworkInfo.Capability.Type.PARTITION_AWARE));
  }

  public FrameworkId id() {
    return id;
  }

  public RawHttp.Head head() {
    return head;
  }

  public String streamId() {
    return head.header("mesos-stream-id").orElseThrow();
  }

  /** The next event; each chunk must hold exactly one. */
  public Event event() throws IOException {
    byte[] chunk = stream.chunk();
    if (chunk.length == 0) {
      throw new IOException("the stream has ended");
    }
    try {
      List<byte[]> records = new RecordIoDecoder(MAX_RECORD_BYTES).feed(chunk);
      if (records.size() != 1) {
        throw new IOException("a chunk holds " + records.size() + " records");
      }
      return answers.read(records.get(0), Event.getDefaultInstance());
    } catch (io.proffer.core.protocol.MalformedRecordException
        | io.proffer.core.protocol.MalformedMessageException e) {
      throw new IOException(e);
    }
  }

  /** The next event of this type, which others may come before. */
  public Event event(Event.Type type) throws IOException {
    return event(event -> event.getType() == type);
  }

  public Event event(Predicate<Event> wanted) throws IOException {
    Event event = event();
    while (!wanted.test(event)) {
      event = event();
    }
    return event;
  }

  public Offer offer() throws IOException {
    return event(Event.Type.OFFERS).getOffers().getOffers(0);
  }

  /** Whether the stream ends with its last chunk, whatever comes before. */
  public boolean endsInGoodOrder() throws IOException {
    while (stream.chunk().length > 0) {
      // events that were on their way
    }
    return true;
  }

  /** A call on a connection of its own, with the stream's id. */
  public RawHttp.Answer call(Call.Builder call) {
    return call(
        call.setFrameworkId(id.toProto()).build(), List.of("Mesos-Stream-Id: " + streamId()));
  }

  public RawHttp.Answer call(Message call, List<String> more) {
    List<String> headers = new ArrayList<>(headers(MediaType.JSON, MediaType.JSON));
    headers.addAll(more);
    return RawHttp.ask(master, "POST", PATH, headers, MediaType.JSON.write(call));
  }

  private static List<String> headers(MediaType calls, MediaType answers) {
    return List.of("Content-Type: " + calls.contentType(), "Accept: " + answers.contentType());
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}

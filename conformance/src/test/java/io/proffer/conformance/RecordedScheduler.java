package io.proffer.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A scheduler that makes the calls of the recordings, and notes how each is answered. */
final class RecordedScheduler implements Closeable {

  static final String PATH = "/api/v1/scheduler";
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final ObjectMapper JSON = new ObjectMapper();

  /** How much of the agent an offer has to have. */
  enum Share {
    WHOLE(1.99, 4090),
    BUT_FOR_ONE_TASK(1.85, 4060);

    private final double leastCpus;
    private final double leastMemMb;

    Share(double leastCpus, double leastMemMb) {
      this.leastCpus = leastCpus;
      this.leastMemMb = leastMemMb;
    }

    private boolean isIn(JsonNode offer) {
      return scalar(offer, "cpus") >= leastCpus && scalar(offer, "mem") >= leastMemMb;
    }
  }

  private final String address;
  private final Transcript transcript;
  private final String name;
  private final EventStream stream;
  private int calls;
  private int seen;
  private String id = "";

  private RecordedScheduler(
      String address, Transcript transcript, String name, EventStream stream) {
    this.address = address;
    this.transcript = transcript;
    this.name = name;
    this.stream = stream;
  }

  /**
   * Subscribes.
   *
   * @param name of the scheduler in the recordings
   * @param info the framework's, in JSON; may be written with single quotes
   * @param id the framework's if it has one, else empty
   */
  static RecordedScheduler subscribe(
      String address, Transcript transcript, String name, String info, String id)
      throws IOException {
    String call =
        id.isEmpty()
            ? "{'type':'SUBSCRIBE','subscribe':{'framework_info':%s}}".formatted(info)
            : "{'type':'SUBSCRIBE','framework_id':{'value':'%s'},'subscribe':{'framework_info':%s}}"
                .formatted(id, info);
    EventStream stream =
        EventStream.open(address, PATH, Http.JSON, json(call), EventStream.Records.JSON);
    transcript.opened(name + "_SUBSCRIBE_stream", stream);
    RecordedScheduler scheduler = new RecordedScheduler(address, transcript, name, stream);
    scheduler.id = id;
    return scheduler;
  }

  /** Text in which single quotes stand for double quotes, for they are easier to read in Java. */
  static byte[] json(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  /** Waits for SUBSCRIBED. */
  String id() throws InterruptedException {
    JsonNode subscribed = await(0, event -> type(event).equals("SUBSCRIBED"), "SUBSCRIBED");
    id = subscribed.at("/subscribed/framework_id/value").textValue();
    return id;
  }

  EventStream stream() {
    return stream;
  }

  /** The place of the event that comes next. */
  int now() {
    return stream.size();
  }

  /** A call without anything but its type. */
  void call(String type, String label) throws IOException {
    send(label, "{'type':'%s','framework_id':{'value':'%s'}}".formatted(type, id));
  }

  /**
   * @param payload what the call is about, in JSON
   */
  void call(String type, String label, String payload) throws IOException {
    send(
        label,
        "{'type':'%s','framework_id':{'value':'%s'},'%s':%s}"
            .formatted(type, id, type.toLowerCase(java.util.Locale.ROOT), payload));
  }

  /** A call that was not recorded at this place. */
  void unrecorded(String type) throws IOException {
    post("{'type':'%s','framework_id':{'value':'%s'}}".formatted(type, id));
  }

  private void send(String label, String call) throws IOException {
    calls++;
    transcript.answered("%s_%02d_%s".formatted(name, calls, label), post(call));
  }

  private Http.Answer post(String call) throws IOException {
    List<String> headers = new ArrayList<>(Http.JSON);
    headers.add("Mesos-Stream-Id: " + stream.head().headers().get("mesos-stream-id"));
    return Http.ask(address, "POST", PATH, headers, json(call));
  }

  /**
   * The id of the next offer that is large enough; smaller ones are declined, and come together.
   */
  String offer(Share share) throws IOException, InterruptedException {
    while (true) {
      int place =
          stream
              .find(seen, event -> type(event).equals("OFFERS"), PATIENCE)
              .orElseThrow(() -> new AssertionError("no offer came: " + stream.events()));
      seen = place + 1;
      JsonNode offers = stream.event(place).at("/offers/offers");
      String whole = "";
      for (JsonNode offer : offers) {
        String offerId = offer.at("/id/value").textValue();
        if (share.isIn(offer)) {
          whole = offerId;
        } else {
          post(
              ("{'type':'DECLINE','framework_id':{'value':'%s'},'decline':{'offer_ids':"
                      + "[{'value':'%s'}],'filters':{'refuse_seconds':0}}}")
                  .formatted(id, offerId));
        }
      }
      if (!whole.isEmpty()) {
        return whole;
      }
    }
  }

  private static double scalar(JsonNode offer, String name) {
    double sum = 0;
    for (JsonNode resource : offer.get("resources")) {
      if (resource.get("name").textValue().equals(name)) {
        sum += resource.at("/scalar/value").doubleValue();
      }
    }
    return sum;
  }

  /** The first status of a task from a place on. */
  JsonNode status(int from, String task, String state) throws InterruptedException {
    return await(
            from,
            event ->
                event.at("/update/status/task_id/value").asText("").equals(task)
                    && event.at("/update/status/state").textValue().equals(state),
            task + " " + state)
        .at("/update/status");
  }

  /** Waits for a state of a task, and acknowledges it. */
  void acknowledge(int from, String task, String state, String label)
      throws IOException, InterruptedException {
    JsonNode status = status(from, task, state);
    call(
        "ACKNOWLEDGE",
        label,
        JSON.createObjectNode()
            .<com.fasterxml.jackson.databind.node.ObjectNode>set("agent_id", status.get("agent_id"))
            .<com.fasterxml.jackson.databind.node.ObjectNode>set("task_id", status.get("task_id"))
            .set("uuid", status.get("uuid"))
            .toString());
  }

  JsonNode await(int from, Predicate<JsonNode> wanted, String what) throws InterruptedException {
    return stream
        .find(from, wanted, PATIENCE)
        .map(stream::event)
        .orElseThrow(() -> new AssertionError(what + " never came: " + stream.events()));
  }

  static String type(JsonNode event) {
    return event.get("type").textValue();
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}

package io.proffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;

/** A resource provider and a framework that know only Mesos' API. */
class ResourceProviderTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Set<String> ALIVE = Set.of("TASK_STARTING", "TASK_RUNNING");

  @TempDir Path work;

  @org.junit.jupiter.api.RepeatedTest(20)
  void aFrameworkMakesAVolumeOfARawDiskAndATaskWritesToIt() throws Exception {
    Path directory = work.resolve("disk-1");
    try (LocalCluster cluster = LocalCluster.start(work);
        JdkProvider provider = JdkProvider.start(cluster.agentAddress(), directory);
        EventStream scheduler = subscribe(cluster)) {
      String framework =
          find(scheduler, 0, e -> e.has("subscribed"))
              .at("/subscribed/framework_id/value")
              .asText();
      Caller caller = new Caller(cluster, scheduler, framework);
      JsonNode raw = caller.offerWith("RAW");

      caller.accept(
          raw,
          "{'type':'CREATE_DISK','id':{'value':'make'},'create_disk':{'source':%s,"
                  .formatted(disk(raw))
              + "'target_type':'MOUNT','target_profile':'plain'}}");

      JsonNode made = find(scheduler, 0, e -> e.has("update_operation_status"));
      assertThat(made.at("/update_operation_status/status/state").asText())
          .isEqualTo("OPERATION_FINISHED");
      caller.acknowledge(made.at("/update_operation_status/status"));
      JsonNode mount = caller.offerWith("MOUNT");
      String reserved = with(disk(mount), "'reservations':[{'type':'DYNAMIC','role':'r1'}]");
      String volume =
          reserved.replace(
              "'disk':{",
              "'disk':{'persistence':{'id':'v'},'volume':{'mode':'RW','container_path':'data'},");
      caller.accept(
          mount,
          "{'type':'RESERVE','reserve':{'resources':[" + reserved + "]}}",
          "{'type':'CREATE','create':{'volumes':[" + volume + "]}}",
          launch(mount, volume));

      assertThat(caller.end("t").at("/update/status/state").asText()).isEqualTo("TASK_FINISHED");
      assertThat(directory.resolve("written")).isEmptyFile();
      assertThat(provider.events())
          .contains("APPLY_OPERATION", "ACKNOWLEDGE_OPERATION_STATUS", "PUBLISH_RESOURCES");
      assertThat(providers(cluster).at("/0/resource_provider_info/id/value").asText())
          .isEqualTo(provider.id());
      provider.leave();
      Awaitility.await().atMost(PATIENCE).until(() -> providers(cluster).isEmpty());
    }
  }

  private static EventStream subscribe(LocalCluster cluster) throws IOException {
    return EventStream.open(
        cluster.masterAddress(),
        "/api/v1/scheduler",
        Http.JSON,
        bytes(
            "{'type':'SUBSCRIBE','subscribe':{'framework_info':{'user':'root','name':'disks',"
                + "'roles':['r1'],'capabilities':[{'type':'MULTI_ROLE'},"
                + "{'type':'RESERVATION_REFINEMENT'}]}}}"),
        EventStream.Records.JSON);
  }

  private record Caller(LocalCluster cluster, EventStream scheduler, String framework) {

    /**
     * The newest offer that has such a disk. A disk by itself is too little to be offered: as long
     * as an offer without it holds the rest of the agent, that is declined, and comes again with
     * it.
     */
    JsonNode offerWith(String disk) throws Exception {
      for (int next = 0; ; next++) {
        next = place(scheduler, next, e -> e.has("offers"));
        JsonNode offer = scheduler.event(next).at("/offers/offers/0");
        if (!diskOf(offer, disk).isEmpty()) {
          return offer;
        }
        decline(offer);
      }
    }

    /** Acknowledges what comes of a task, until it has ended. */
    JsonNode end(String task) throws Exception {
      for (int next = 0; ; next++) {
        next =
            place(scheduler, next, e -> e.at("/update/status/task_id/value").asText().equals(task));
        JsonNode event = scheduler.event(next);
        JsonNode status = event.at("/update/status");
        call(
            "'type':'ACKNOWLEDGE','acknowledge':{'agent_id':%s,'task_id':%s,'uuid':%s}"
                .formatted(status.get("agent_id"), status.get("task_id"), status.get("uuid")));
        if (!ALIVE.contains(status.get("state").asText())) {
          return event;
        }
      }
    }

    void accept(JsonNode offer, String... operations) throws IOException {
      call(
          "'type':'ACCEPT','accept':{'offer_ids':[%s],'filters':{'refuse_seconds':0},"
                  .formatted(offer.get("id"))
              + "'operations':["
              + String.join(",", operations)
              + "]}");
    }

    void decline(JsonNode offer) throws IOException {
      call(
          "'type':'DECLINE','decline':{'offer_ids':[%s],'filters':{'refuse_seconds':0}}"
              .formatted(offer.get("id")));
    }

    void acknowledge(JsonNode status) throws IOException {
      call(
          ("'type':'ACKNOWLEDGE_OPERATION_STATUS','acknowledge_operation_status':{'agent_id':%s,"
                  + "'resource_provider_id':%s,'uuid':%s,'operation_id':%s}")
              .formatted(
                  status.get("agent_id"),
                  status.get("resource_provider_id"),
                  status.at("/uuid/value"),
                  status.get("operation_id")));
    }

    private void call(String fields) throws IOException {
      List<String> headers = new ArrayList<>(Http.JSON);
      headers.add("Mesos-Stream-Id: " + scheduler.head().headers().get("mesos-stream-id"));
      Http.Answer answer =
          Http.ask(
              cluster.masterAddress(),
              "POST",
              "/api/v1/scheduler",
              headers,
              bytes("{'framework_id':{'value':'" + framework + "'}," + fields + "}"));
      assertThat(answer.head().status()).as(answer.text()).isEqualTo(202);
    }
  }

  private static String launch(JsonNode offer, String volume) {
    String cpus =
        "{'name':'cpus','type':'SCALAR','scalar':{'value':0.1},'allocation_info':{'role':'r1'}}";
    String mem =
        "{'name':'mem','type':'SCALAR','scalar':{'value':32},'allocation_info':{'role':'r1'}}";
    return ("{'type':'LAUNCH','launch':{'task_infos':[{'name':'t','task_id':{'value':'t'},"
            + "'agent_id':%s,'resources':[%s,%s,%s],"
            + "'command':{'value':'touch data/written'}}]}}")
        .formatted(offer.get("agent_id"), cpus, mem, volume);
  }

  private static String disk(JsonNode offer) {
    for (JsonNode resource : offer.get("resources")) {
      if (resource.has("provider_id")) {
        return resource.toString().replace('"', '\'');
      }
    }
    throw new AssertionError("no resource of a provider in " + offer);
  }

  private static String diskOf(JsonNode offer, String type) {
    for (JsonNode resource : offer.path("resources")) {
      if (resource.at("/disk/source/type").asText().equals(type)) {
        return resource.toString();
      }
    }
    return "";
  }

  private static String with(String resource, String field) {
    return resource.substring(0, resource.length() - 1) + "," + field + "}";
  }

  private static JsonNode find(EventStream stream, int from, Predicate<JsonNode> wanted)
      throws InterruptedException {
    return stream.event(place(stream, from, wanted));
  }

  private static int place(EventStream stream, int from, Predicate<JsonNode> wanted)
      throws InterruptedException {
    return stream
        .find(from, wanted, PATIENCE)
        .orElseThrow(() -> new AssertionError("not among " + stream.events()));
  }

  private static JsonNode providers(LocalCluster cluster) throws IOException {
    Http.Answer answer =
        Http.ask(
            cluster.agentAddress(),
            "POST",
            "/api/v1",
            Http.JSON,
            bytes("{'type':'GET_RESOURCE_PROVIDERS'}"));
    return JSON.readTree(answer.text()).at("/get_resource_providers/resource_providers");
  }

  private static byte[] bytes(String call) {
    return call.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}

package io.proffer.master.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.proffer.master.LinkedAgent;
import io.proffer.master.MasterOptions;
import io.proffer.master.MasterServer;
import io.proffer.master.RawHttp;
import io.proffer.master.SchedulerClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.Filters;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Mesos' allocator measures is told under its names, with the figures of this one. */
class AllocatorMetricsTest {

  private MasterServer master;

  @BeforeEach
  void start(@TempDir Path workDir) throws Exception {
    master = MasterServer.start(MasterOptions.standalone(workDir));
    master.leading().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() {
    master.close();
  }

  private JsonNode metrics() throws IOException {
    return new ObjectMapper().readTree(RawHttp.get(master, "/metrics/snapshot").text());
  }

  private void hold(Map<String, Double> expected) throws IOException {
    JsonNode told = metrics();
    expected.forEach(
        (name, value) ->
            assertThat(told.path("allocator/mesos/" + name).asDouble(-1))
                .as(name)
                .isEqualTo(value));
  }

  private static Call decline(Offer offer) {
    return Call.newBuilder()
        .setType(Call.Type.DECLINE)
        .setDecline(
            Call.Decline.newBuilder()
                .addOfferIds(offer.getId())
                .setFilters(Filters.newBuilder().setRefuseSeconds(600)))
        .build();
  }

  @Test
  @SuppressWarnings("try") // the agent has only to be there
  void whatARoleIsOfferedIsItsShareUntilItDeclines() throws Exception {
    byte[] weight = "[{\"role\":\"web\",\"weight\":4}]".getBytes(StandardCharsets.UTF_8);
    RawHttp.ask(master, "PUT", "/weights", List.of(), weight);
    try (LinkedAgent agent = LinkedAgent.register(master, "cpus:4;mem:1000;disk:100");
        SchedulerClient scheduler =
            SchedulerClient.subscribe(master, SchedulerClient.info("web").build())) {
      Offer offer = scheduler.offer();
      hold(
          Map.of(
              "resources/cpus/total", 4.0,
              "resources/cpus/offered_or_allocated", 4.0,
              "resources/mem/total", 1000.0,
              "resources/disk/offered_or_allocated", 100.0,
              "roles/web/shares/dominant", 0.25,
              "offer_filters/roles/web/active", 0.0));

      scheduler.call(decline(offer).toBuilder());
      Awaitility.await()
          .untilAsserted(
              () ->
                  hold(
                      Map.of(
                          "resources/cpus/offered_or_allocated", 0.0,
                          "roles/web/shares/dominant", 0.0,
                          "offer_filters/roles/web/active", 1.0)));
    }
  }

  @Test
  @SuppressWarnings("try") // the agent has only to be there
  void aQuotaIsToldWithWhatIsTakenOfIt() throws Exception {
    RawHttp.postJson(
        master,
        "/api/v1",
        "{\"type\":\"UPDATE_QUOTA\",\"update_quota\":{\"force\":true,\"quota_configs\":[{"
            + "\"role\":\"web\",\"guarantees\":{\"cpus\":{\"value\":1.5}},"
            + "\"limits\":{\"cpus\":{\"value\":4},\"mem\":{\"value\":512}}}]}}");
    hold(
        Map.of(
            "quota/roles/web/resources/cpus/guarantee", 1.5,
            "quota/roles/web/resources/cpus/limit", 4.0,
            "quota/roles/web/resources/mem/limit", 512.0,
            "quota/roles/web/resources/cpus/offered_or_allocated", 0.0));
    assertThat(metrics().has("allocator/mesos/quota/roles/web/resources/mem/guarantee")).isFalse();

    try (LinkedAgent agent = LinkedAgent.register(master, "cpus:4;mem:1000;disk:100");
        SchedulerClient scheduler =
            SchedulerClient.subscribe(master, SchedulerClient.info("web").build())) {
      scheduler.offer();
      hold(
          Map.of(
              "quota/roles/web/resources/cpus/offered_or_allocated", 4.0,
              "quota/roles/web/resources/mem/offered_or_allocated", 512.0));
    }
  }

  @Test
  @SuppressWarnings("try") // the agent has only to be there
  void roundsOfAllocationAreTimed() throws Exception {
    try (LinkedAgent agent = LinkedAgent.register(master, "cpus:4;mem:1000");
        SchedulerClient scheduler =
            SchedulerClient.subscribe(master, SchedulerClient.info("web").build())) {
      scheduler.offer();
      Awaitility.await()
          .untilAsserted(
              () -> {
                JsonNode told = metrics();
                assertThat(told.path("allocator/mesos/allocation_runs").asInt()).isPositive();
                assertThat(told.path("allocator/mesos/allocation_run_ms/count").asInt())
                    .isPositive();
                assertThat(told.path("allocator/mesos/allocation_run_ms/max").asDouble())
                    .isGreaterThanOrEqualTo(
                        told.path("allocator/mesos/allocation_run_ms/p50").asDouble())
                    .isPositive();
                assertThat(told.path("allocator/mesos/allocation_run_latency_ms/p99").asDouble(-1))
                    .isGreaterThanOrEqualTo(0);
              });
    }
  }
}

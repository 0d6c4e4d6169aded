package io.proffer.master.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.proffer.core.protocol.link.ToAgent;
import io.proffer.master.LinkedAgent;
import io.proffer.master.MasterOptions;
import io.proffer.master.MasterServer;
import io.proffer.master.RawHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operators plan and do maintenance over HTTP, in the old way and in the new one. */
class MaintenanceEndpointsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String WINDOW =
      "{\"windows\":[{\"machine_ids\":[%s],\"unavailability\":{\"start\":{\"nanoseconds\":"
          + "1443830400000000000},\"duration\":{\"nanoseconds\":3600000000000}}}]}";

  private static MasterServer master;

  @BeforeAll
  static void start(@TempDir Path workDir) throws Exception {
    master = MasterServer.start(MasterOptions.standalone(workDir));
    master.leading().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @AfterAll
  static void stop() {
    master.close();
  }

  private static RawHttp.Answer post(String path, String body) {
    return RawHttp.ask(master, "POST", path, List.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  private static RawHttp.Answer call(String type, String field, String value) {
    return RawHttp.postJson(
        master, "/api/v1", "{\"type\":\"%s\",\"%s\":%s}".formatted(type, field, value));
  }

  private static JsonNode get(String path) throws IOException {
    return JSON.readTree(RawHttp.get(master, path).text());
  }

  private static JsonNode status() throws IOException {
    return JSON.readTree(
            RawHttp.postJson(master, "/api/v1", "{\"type\":\"GET_MAINTENANCE_STATUS\"}").text())
        .path("get_maintenance_status")
        .path("status");
  }

  @Test
  void aMachineIsScheduledBroughtDownAndUpInTheOldWay() throws Exception {
    try (LinkedAgent linked = LinkedAgent.connect(master)) {
      LinkedAgent.introduce(linked, "cpus:1");
      JsonNode slave = get("/slaves").path("slaves").path(0);
      String pid = slave.path("pid").textValue();
      String machine =
          "{\"hostname\":\"%s\",\"ip\":\"%s\"}"
              .formatted(
                  slave.path("hostname").textValue(),
                  pid.substring(pid.indexOf('@') + 1, pid.lastIndexOf(':')));
      String schedule = WINDOW.formatted(machine);

      assertThat(post("/maintenance/schedule", schedule).status()).isEqualTo(200);
      assertThat(RawHttp.get(master, "/master/maintenance/schedule").text()).isEqualTo(schedule);
      assertThat(RawHttp.get(master, "/maintenance/status").text())
          .isEqualTo("{\"draining_machines\":[{\"id\":" + machine + "}]}");

      assertThat(post("/machine/down", "[" + machine + "]").status()).isEqualTo(200);
      assertThat(linked.hear(ToAgent.Shutdown.class).reason())
          .isEqualTo("Operator initiated 'Machine DOWN'");
      assertThat(RawHttp.get(master, "/maintenance/status").text())
          .isEqualTo("{\"down_machines\":[" + machine + "]}");
      assertThat(get("/slaves").path("slaves")).isEmpty();

      assertThat(post("/machine/up", "[" + machine + "]").status()).isEqualTo(200);
      assertThat(RawHttp.get(master, "/maintenance/schedule").text()).isEqualTo("{}");
    }
  }

  @Test
  void theSameInTheNewWay() throws Exception {
    String machine = "{\"hostname\":\"far\",\"ip\":\"10.0.0.1\"}";
    String machines = "{\"machines\":[" + machine + "]}";

    assertThat(
            call(
                    "UPDATE_MAINTENANCE_SCHEDULE",
                    "update_maintenance_schedule",
                    "{\"schedule\":" + WINDOW.formatted(machine) + "}")
                .status())
        .isEqualTo(200);
    assertThat(status().path("draining_machines").path(0).path("id"))
        .isEqualTo(JSON.readTree(machine));
    assertThat(call("START_MAINTENANCE", "start_maintenance", machines).status()).isEqualTo(200);
    assertThat(status().path("down_machines").path(0)).isEqualTo(JSON.readTree(machine));
    assertThat(call("STOP_MAINTENANCE", "stop_maintenance", machines).status()).isEqualTo(200);
    assertThat(status()).isEmpty();
    RawHttp.Answer again = call("STOP_MAINTENANCE", "stop_maintenance", machines);
    assertThat(again.status()).isEqualTo(400);
    assertThat(again.text())
        .isEqualTo("Machine '" + machine + "' is not part of a maintenance schedule");
  }

  @Test
  void whatMakesNoSenseIsRefusedWithAReason() {
    RawHttp.Answer noMachines = post("/maintenance/schedule", WINDOW.formatted(""));
    assertThat(noMachines.status()).isEqualTo(400);
    assertThat(noMachines.text()).isEqualTo("List of machines in the maintenance window is empty");
    RawHttp.Answer noTime =
        post("/maintenance/schedule", "{\"windows\":[{\"machine_ids\":[{\"hostname\":\"a\"}]}]}");
    assertThat(noTime.status()).isEqualTo(400);
    assertThat(noTime.text()).contains("unavailability");
    assertThat(post("/machine/down", "{}").status()).isEqualTo(400);
    assertThat(post("/machine/up", "[]").text()).isEqualTo("List of machines is empty");
    assertThat(RawHttp.ask(master, "PUT", "/maintenance/schedule", List.of(), new byte[0]).status())
        .isEqualTo(405);
    assertThat(RawHttp.get(master, "/machine/down").status()).isEqualTo(405);
  }
}

package io.proffer.discovery.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogReaderTest {

  @Test
  void instancesAreUpLeavingUnwellOrDown() {
    Catalog catalog =
        Catalogs.of(
            Catalogs.app(
                "/web",
                "{}",
                "[{\"port\": 10000, \"protocol\": \"tcp\"}]",
                Catalogs.task("web.instance-a", "h1", 31001, "TASK_RUNNING", true),
                Catalogs.task("web.instance-b", "h1", 31002, "TASK_RUNNING", false),
                Catalogs.task("web.instance-c", "h1", 31003, "TASK_KILLING", true),
                Catalogs.task("web.instance-d", "h1", 31004, "TASK_STAGING", true)));

    assertThat(catalog.apps().getFirst().instances())
        .extracting(Instance::state)
        .containsExactly(
            Instance.State.UP, Instance.State.UNWELL, Instance.State.LEAVING, Instance.State.DOWN);
  }

  @Test
  void instancesOfContainerNetworksAreReachedAtTheirOwnAddressAndPort() {
    App app =
        Catalogs.of(
                """
                {"id": "/db", "networks": [{"mode": "container"}], "container": {"portMappings":
                  [{"containerPort": 5432, "servicePort": 10001, "protocol": "tcp,udp"}]},
                 "tasks": [{"id": "db.1", "host": "h1", "state": "TASK_RUNNING", "ports": [],
                   "ipAddresses": [{"ipAddress": "10.32.0.7"}]}]}""")
            .apps()
            .getFirst();
    Instance instance = app.instances().getFirst();

    assertThat(app.hostOf(instance)).isEqualTo("10.32.0.7");
    assertThat(app.portOf(instance, 0)).isEqualTo(5432);
    assertThat(app.ports().getFirst().protocols()).isEqualTo(List.of("tcp", "udp"));
  }

  @Test
  void theSameAnswersMakeEqualCatalogs() {
    String app = Catalogs.app("/web", "{\"a\": \"b\"}", "[]");
    assertThat(Catalogs.of(app)).isEqualTo(Catalogs.of(app));
    assertThat(Catalogs.of("{}")).isEqualTo(Catalogs.of(""));
  }
}

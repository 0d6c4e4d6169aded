package io.proffer.discovery.haproxy;

import static io.proffer.discovery.catalog.Catalogs.app;
import static io.proffer.discovery.catalog.Catalogs.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.discovery.catalog.Catalogs;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class HaproxyConfigurationTest {

  private static final String PORTS = "[{\"port\": 10000, \"protocol\": \"tcp\"}]";

  private static String configuration(List<String> groups, String... apps) {
    return HaproxyConfiguration.of(
        Catalogs.of(String.join(",", apps)),
        new RouterOptions("127.0.0.1", OptionalInt.of(80), groups, Path.of("/run/h.sock")));
  }

  private static String web(String labels) {
    return app("/web", labels, PORTS, task("web.1", "h1", 31001, "TASK_RUNNING", true));
  }

  @Test
  void namesAndPathsLeadToWhatIsUp() {
    String text =
        configuration(
            List.of(),
            app(
                "/web",
                "{\"HAPROXY_0_VHOST\": \"Web.example, *.shop.example\", \"HAPROXY_0_PATH\": \"/api/\"}",
                PORTS,
                task("web.1", "h1", 31001, "TASK_RUNNING", true),
                task("web.2", "h2", 31002, "TASK_RUNNING", false)));

    assertThat(text)
        .contains("bind 127.0.0.1:80\n", "-m str web.example\n", "-m end .shop.example\n")
        .contains("acl path_0 path /api\n", "acl path_0 path_beg /api/\n")
        .contains("use_backend site_web.example_api if host_0 path_0\n")
        .contains("server web.1 h1:31001 weight 100\n")
        .doesNotContain("web.2");
  }

  @Test
  void whatIsAboutToEndGetsNothingNew() {
    String leaving =
        app(
            "/web",
            "{\"proffer.router.0.vhost\": \"w.example\", \"proffer.router.0.sticky\": \"true\"}",
            PORTS,
            task("web.1", "h1", 31001, "TASK_KILLING", true));
    assertThat(configuration(List.of(), leaving))
        .contains("server web.1 h1:31001 weight 0 cookie ")
        .contains("cookie proffer_instance insert");
  }

  @Test
  void appsOfOneNameShareItByTheirWeights() {
    String canary =
        app(
            "/web-canary",
            "{\"HAPROXY_0_VHOST\": \"w.example\", \"proffer.router.0.weight\": \"10\"}",
            PORTS,
            task("canary.1", "h2", 31005, "TASK_RUNNING", true));
    String text = configuration(List.of(), web("{\"HAPROXY_0_VHOST\": \"w.example\"}"), canary);
    assertThat(text.split("use_backend", -1)).hasSize(2);
    assertThat(text)
        .contains("web.1 h1:31001 weight 100\n", "canary.1 h2:31005 weight 10\n")
        .contains("frontend port_10000\n", "bind 127.0.0.1:10000\n");
  }

  @Test
  void instancesThatAreTriedHaveAWeightOfTheirOwnUntilTheyArePromoted() {
    String labels =
        "{\"HAPROXY_0_VHOST\": \"w.example\", \"proffer.router.0.canary_weight\": \"%s\"}";
    String old = task("web.1", "h1", 31001, "TASK_RUNNING", true);
    String promoted = task("web.2", "h2", 31002, "TASK_RUNNING", true);
    String tried = promoted.replace("\"state\"", "\"canary\": true, \"state\"");

    assertThat(configuration(List.of(), app("/web", labels.formatted("5"), PORTS, old, tried)))
        .contains("web.1 h1:31001 weight 100\n", "web.2 h2:31002 weight 5\n");
    assertThat(configuration(List.of(), app("/web", labels.formatted("0"), PORTS, old, tried)))
        .contains("web.2 h2:31002 weight 0\n");
    assertThat(configuration(List.of(), app("/web", labels.formatted("5"), PORTS, old, promoted)))
        .contains("web.2 h2:31002 weight 100\n");
  }

  @Test
  void onlyAppsOfTheGroupsAreThere() {
    String external = web("{\"HAPROXY_GROUP\": \"external\"}");
    assertThat(configuration(List.of("external"), external)).contains("port_10000", "mode tcp");
    assertThat(configuration(List.of("internal"), external)).doesNotContain("port_10000");
    assertThat(configuration(List.of(), web("{}"))).doesNotContain("port_10000");
  }

  @Test
  void theMoreSpecialComesFirst() {
    String text =
        configuration(
            List.of(),
            app("/a", "{\"HAPROXY_0_VHOST\": \"w.example\"}", PORTS),
            app("/b", "{\"HAPROXY_0_VHOST\": \"w.example\", \"HAPROXY_0_PATH\": \"/b\"}", PORTS));
    assertThat(text).containsSubsequence("if host_0 path_0", "if host_1\n");
  }

  @Test
  void whatCannotStandInAConfigurationIsLeftOut() {
    String text =
        configuration(
            List.of(),
            web(
                "{\"HAPROXY_0_VHOST\": \"a b\\nglobal\", \"HAPROXY_0_PATH\": \"/x if TRUE\","
                    + " \"HAPROXY_0_BALANCE\": \"evil\", \"HAPROXY_0_USE_HSTS\": \"true\"}"));
    assertThat(text)
        .doesNotContain("a b", "TRUE", "evil", "use_backend")
        .contains("# /web: the label HAPROXY_0_USE_HSTS has no effect", "balance roundrobin");
  }
}

package io.proffer.discovery.dns;

import static io.proffer.discovery.catalog.Catalogs.app;
import static io.proffer.discovery.catalog.Catalogs.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.proffer.discovery.catalog.Catalogs;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Asked with Debian's {@code dig}, from {@code bind9-dnsutils}. */
class DnsServerTest {

  private static final String PORTS =
      "[{\"port\": 10000, \"protocol\": \"tcp\", \"name\": \"http\"}]";

  private DnsServer server;

  @BeforeEach
  void start() throws IOException {
    boolean required = "1".equals(System.getenv("PROFFER_REQUIRE_DOCKER"));
    assumeTrue(required || isInstalled("dig"), "no dig; apt-get install bind9-dnsutils");
    server = DnsServer.start(InetAddress.getLoopbackAddress(), 0, "mesos", 5, 7);
    server.use(
        Catalogs.of(
            app(
                    "/shop/web",
                    "{}",
                    PORTS,
                    task("shop_web.instance-a._app.1", "127.0.0.1", 31001, "TASK_RUNNING", true),
                    task("shop_web.instance-b._app.1", "127.0.0.5", 31002, "TASK_RUNNING", true),
                    task("shop_web.instance-c._app.1", "127.0.0.6", 31003, "TASK_KILLING", true))
                + ","
                + app("/v6", "{}", PORTS, task("v6.1", "::1", 31004, "TASK_RUNNING", true))));
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static boolean isInstalled(String command) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .anyMatch(
            directory ->
                java.nio.file.Files.isExecutable(java.nio.file.Path.of(directory, command)));
  }

  private List<String> dig(String... question) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("dig", "@127.0.0.1", "-p", "" + server.port(), "+tries=2", "+time=3"));
    command.addAll(List.of(question));
    Process dig = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(dig.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(dig.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return said.lines().map(line -> line.replaceAll("\\s+", " ")).toList();
  }

  @Test
  void appsHaveTheAddressesOfTheirInstancesThatAreUp() throws Exception {
    assertThat(dig("+short", "web.shop.marathon.mesos"))
        .containsExactlyInAnyOrder("127.0.0.1", "127.0.0.5");
    assertThat(dig("+short", "WEB-shop.marathon.mesos", "A")).hasSize(2);
    assertThat(dig("+short", "v6.marathon.mesos", "AAAA")).containsExactly("::1");
  }

  @Test
  void servicesAreFoundWithTheirPorts() throws Exception {
    List<String> services = dig("+short", "_web.shop._tcp.marathon.mesos", "SRV");
    String first = "web.shop-" + Labels.hash("shop_web.instance-a._app.1") + "-s3.marathon.mesos.";
    assertThat(services).hasSize(2).contains("0 0 31001 " + first);
    assertThat(dig("+short", first)).containsExactly("127.0.0.1");
    assertThat(dig("+short", "_http._web-shop._tcp.marathon.mesos", "SRV")).hasSize(2);
    assertThat(dig("+short", "_web-shop._udp.marathon.slave.mesos", "SRV")).hasSize(2);
    assertThat(dig("_web-shop._tcp.marathon.mesos", "SRV"))
        .anyMatch(line -> line.matches(";; flags: qr aa rd.*ANSWER: 2,.*ADDITIONAL: 3"));
  }

  @Test
  void whoLeadsIsFound() throws Exception {
    assertThat(dig("+short", "leader.mesos")).containsExactly("127.0.0.2");
    assertThat(dig("+short", "_framework._tcp.marathon.mesos", "SRV"))
        .containsExactly("0 0 8080 marathon.mesos.");
  }

  @Test
  void whatIsNotThereIsToldApart() throws Exception {
    assertThat(dig("nobody.marathon.mesos").toString()).contains("NXDOMAIN", "SOA ns1.mesos.");
    assertThat(dig("web.shop.marathon.mesos", "TXT").toString()).contains("NOERROR", "SOA");
    assertThat(dig("_tcp.marathon.mesos").toString()).contains("NOERROR");
    assertThat(dig("www.example.com").toString()).contains("REFUSED");
    assertThat(dig("mesos", "AXFR").toString()).contains("Transfer failed");
  }

  @Test
  void whatIsTooMuchForADatagramComesOverAStream() throws Exception {
    String[] tasks =
        IntStream.range(0, 100)
            .mapToObj(i -> task("big." + i, "127.0.1." + i, 31000 + i, "TASK_RUNNING", true))
            .toArray(String[]::new);
    server.use(Catalogs.of(app("/big", "{}", PORTS, tasks)));

    assertThat(dig("+noedns", "+ignore", "big.marathon.mesos").toString()).contains("qr aa tc");
    assertThat(dig("+noedns", "+short", "big.marathon.mesos")).hasSizeGreaterThanOrEqualTo(100);
    assertThat(dig("+tcp", "+short", "big.marathon.mesos")).hasSize(100);
  }
}

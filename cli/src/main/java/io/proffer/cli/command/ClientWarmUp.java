package io.proffer.cli.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.proffer.cli.ProfferCommandLine;
import io.proffer.cli.Terminal;
import io.proffer.cli.output.OutputFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Asks an empty cluster, which is none, what people ask most; what it says is shown to nobody. */
final class ClientWarmUp implements AutoCloseable {

  private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

  private final HttpServer cluster;
  private final PrintStream nobody;

  private ClientWarmUp(HttpServer cluster, PrintStream nobody) {
    this.cluster = cluster;
    this.nobody = nobody;
  }

  static ClientWarmUp start(PrintStream nobody) throws IOException {
    HttpServer cluster =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    cluster.createContext("/", ClientWarmUp::answer);
    cluster.start();
    return new ClientWarmUp(cluster, nobody);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange;
        InputStream asked = exchange.getRequestBody()) {
      asked.transferTo(java.io.OutputStream.nullOutputStream());
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, NOTHING.length);
      exchange.getResponseBody().write(NOTHING);
    }
  }

  void askAll() {
    ask("status");
    ask("version");
    for (OutputFormat format : OutputFormat.values()) {
      for (String things : new String[] {"agent", "framework", "task", "app", "job"}) {
        ask(things, "list", "-o", format.name());
      }
    }
  }

  /** How it ends does not matter. */
  private void ask(String... words) {
    String address = "127.0.0.1:" + cluster.getAddress().getPort();
    Map<String, String> environment =
        Map.of("PROFFER_MASTER", address, "PROFFER_SERVICE", address, "PROFFER_BATCH", address);
    Terminal unseen =
        new Terminal(InputStream.nullInputStream(), nobody, nobody, false, environment);
    int unused = new ProfferCommandLine(unseen).run(words);
  }

  @Override
  public void close() {
    cluster.stop(0);
  }
}

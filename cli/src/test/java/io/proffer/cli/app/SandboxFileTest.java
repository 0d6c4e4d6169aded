package io.proffer.cli.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.proffer.core.protocol.legacy.FilePage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A file is followed by its bytes, whatever is in it. */
class SandboxFileTest {

  private HttpServer agent;
  private volatile byte[] content = {};
  private volatile boolean mesos;

  @BeforeEach
  void start() throws IOException {
    agent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    agent.createContext("/files/read", this::read);
    agent.start();
  }

  @AfterEach
  void stop() {
    agent.stop(0);
  }

  private void read(HttpExchange exchange) throws IOException {
    Map<String, String> asked =
        Stream.of(exchange.getRequestURI().getQuery().split("&"))
            .map(one -> one.split("=", 2))
            .collect(Collectors.toMap(one -> one[0], one -> one[1]));
    byte[] now = content;
    int offset = Integer.parseInt(asked.get("offset"));
    int from = Math.min(now.length, Math.max(0, offset));
    int to = Math.min(now.length, from + Integer.parseInt(asked.getOrDefault("length", "0")));
    FilePage page =
        offset < 0
            ? FilePage.ofSize(now.length)
            : FilePage.of(Arrays.copyOfRange(now, from, to), offset, to == now.length);
    String json = new String(page.toJson(), StandardCharsets.UTF_8);
    byte[] answer =
        (mesos ? json.replaceFirst(",\"next\":\\d+", "") : json).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private SandboxFile file() {
    return new SandboxFile(
        URI.create("http://127.0.0.1:" + agent.getAddress().getPort()), "/stdout", Optional::empty);
  }

  private static String rest(SandboxFile file) {
    StringBuilder all = new StringBuilder();
    for (String piece = file.next(); !piece.isEmpty(); piece = file.next()) {
      all.append(piece);
    }
    return all.toString();
  }

  @Test
  void bytesThatAreNoTextAreReplacedAndNoneIsSkipped() {
    content = new byte[200_000];
    new Random(1122).nextBytes(content);
    content[content.length - 1] = 'x';

    assertThat(rest(file())).isEqualTo(new String(content, StandardCharsets.UTF_8));
  }

  @Test
  void aCharacterThatIsBeingWrittenIsPrintedWhenItIsThere() {
    byte[] whole = "a€b".getBytes(StandardCharsets.UTF_8);
    content = Arrays.copyOf(whole, 3);
    SandboxFile file = file();
    assertThat(rest(file)).isEqualTo("a");

    content = whole;

    assertThat(rest(file)).isEqualTo("€b");
  }

  @Test
  void aFileThatBecameShorterIsReadFromItsBeginning() {
    content = "a long line\n".getBytes(StandardCharsets.UTF_8);
    SandboxFile file = file();
    assertThat(rest(file)).isEqualTo("a long line\n");

    content = "new\n".getBytes(StandardCharsets.UTF_8);

    assertThat(rest(file)).isEqualTo("new\n");
  }

  @Test
  void theLastLinesAreFoundWhateverIsBetween() {
    content = new byte[] {'a', '\n', (byte) 0xFF, (byte) 0xFE, '\n', 'c', '\n'};
    SandboxFile file = file();

    assertThat(file.tail(2)).isEqualTo("\uFFFD\uFFFD\nc\n");
    content = Arrays.copyOf(content, 9);
    content[7] = 'd';
    content[8] = '\n';
    assertThat(file.next()).isEqualTo("d\n");
  }

  @Test
  void anAgentOfMesosDoesNotSayHowFarTheTextGoes() {
    mesos = true;
    content = "grüße\n".repeat(20_000).getBytes(StandardCharsets.UTF_8);

    assertThat(rest(file())).isEqualTo(new String(content, StandardCharsets.UTF_8));
  }
}

package io.proffer.sdk.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.proffer.sdk.testkit.engine.Socket.Receiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class NetworkTest {
  private final Timeline timeline = new Timeline();
  private final List<String> atServer = new ArrayList<>();
  private final List<String> atClient = new ArrayList<>();
  private final List<Socket> serverSockets = new ArrayList<>();
  private final List<Socket> clientSockets = new ArrayList<>();
  private Network network = new Network(timeline, Draws.of(1), Trace.silent());

  record Text(String text) implements Payload {
    @Override
    public ByteString bytes() {
      return ByteString.copyFromUtf8(text);
    }
  }

  private record Log(List<String> log) implements Receiver {
    @Override
    public void received(Payload payload) {
      log.add(((Text) payload).text());
    }

    @Override
    public void closed() {
      log.add("closed");
    }
  }

  private void serverIsUp() {
    network.up(
        "server",
        (door, socket) -> {
          serverSockets.add(socket);
          return Optional.of(new Log(atServer));
        });
  }

  private void clientConnects() {
    network.connect(
        "client",
        "server",
        "/door",
        new Network.Attempt() {
          @Override
          public Receiver opened(Socket socket) {
            clientSockets.add(socket);
            return new Log(atClient);
          }

          @Override
          public void failed() {
            atClient.add("failed");
          }
        });
  }

  private void connected() {
    serverIsUp();
    clientConnects();
    pass(Duration.ofSeconds(1));
    assertThat(clientSockets).hasSize(1);
  }

  private void pass(Duration duration) {
    timeline.runUntil(timeline.now().plus(duration));
  }

  private static Weather stormy(double reset, Weather.Adversity adversity) {
    return new Weather(
        Duration.ofMillis(1),
        Duration.ofMillis(50),
        0.1,
        Duration.ofSeconds(5),
        reset,
        Duration.ofSeconds(1),
        Duration.ofMinutes(1),
        adversity);
  }

  private List<String> clientSends(int count) {
    List<String> sent = IntStream.range(0, count).mapToObj(Integer::toString).toList();
    sent.forEach(m -> clientSockets.getFirst().send(new Text(m)));
    return sent;
  }

  @Property(tries = 50)
  void aConnectionKeepsOrderWhateverTheDelays(@ForAll long seed) {
    NetworkTest test = new NetworkTest();
    test.network = new Network(test.timeline, Draws.of(seed), Trace.silent());
    test.connected();
    test.network.weather(stormy(0, Weather.Adversity.NONE));
    List<String> sent = test.clientSends(50);
    test.pass(Duration.ofMinutes(1));
    assertThat(test.atServer).isEqualTo(sent);
  }

  @Property(tries = 50)
  void aBrokenConnectionLosesATailAndBothEndsHearOfIt(@ForAll long seed) {
    NetworkTest test = new NetworkTest();
    test.network = new Network(test.timeline, Draws.of(seed), Trace.silent());
    test.connected();
    test.network.weather(stormy(0.05, Weather.Adversity.NONE));
    List<String> sent = test.clientSends(200);
    test.pass(Duration.ofMinutes(1));
    assertThat(test.atServer.getLast()).isEqualTo("closed");
    int arrived = test.atServer.size() - 1;
    assertThat(test.atServer.subList(0, arrived)).isEqualTo(sent.subList(0, arrived));
    assertThat(test.atClient).containsExactly("closed");
  }

  @Property(tries = 20)
  void adversityDropsDoublesAndReorders(@ForAll long seed) {
    NetworkTest test = new NetworkTest();
    test.network = new Network(test.timeline, Draws.of(seed), Trace.silent());
    test.connected();
    test.network.weather(stormy(0, new Weather.Adversity(0.1, 0.1, 0.1)));
    List<String> sent = test.clientSends(500);
    test.pass(Duration.ofMinutes(1));
    List<String> arrived = test.atServer;
    assertThat(arrived).as("something was dropped").doesNotContainSequence(sent);
    assertThat(sent).as("nothing was made up").containsAll(arrived);
    assertThat(Set.copyOf(arrived)).as("something was doubled").hasSizeLessThan(arrived.size());
    assertThat(arrived.stream().map(Integer::parseInt).toList())
        .as("something was overtaken")
        .isNotEqualTo(arrived.stream().map(Integer::parseInt).sorted().toList());
  }

  @Test
  void whatTheServerSaysAtOnceArrivesAfterTheConnection() {
    network.up(
        "server",
        (door, socket) -> {
          socket.send(new Text("hello " + door));
          return Optional.of(new Log(atServer));
        });
    clientConnects();
    pass(Duration.ofSeconds(1));
    assertThat(atClient).containsExactly("hello /door");
  }

  @Test
  void connectingWhereNobodyListensFails() {
    clientConnects();
    pass(Duration.ofSeconds(1));
    assertThat(atClient).containsExactly("failed");
  }

  @Test
  void aShutDoorFails() {
    network.up("server", (door, socket) -> Optional.empty());
    clientConnects();
    pass(Duration.ofSeconds(1));
    assertThat(atClient).containsExactly("failed");
  }

  @Test
  void closingDeliversWhatWasSentBefore() {
    connected();
    clientSends(2);
    clientSockets.getFirst().close();
    clientSends(1);
    pass(Duration.ofSeconds(1));
    assertThat(atServer).containsExactly("0", "1", "closed");
    assertThat(atClient).isEmpty();
  }

  @Test
  void messagesWaitWhileTheWayIsCutAndArriveInOrderWhenItIsHealed() {
    connected();
    network.cut("client", "server");
    clientSends(3);
    serverSockets.getFirst().send(new Text("the way back is free"));
    pass(Duration.ofSeconds(30));
    assertThat(atServer).isEmpty();
    assertThat(atClient).containsExactly("the way back is free");

    network.heal("client", "server");
    pass(Duration.ofSeconds(1));
    assertThat(atServer).containsExactly("0", "1", "2");
  }

  @Test
  void aConnectionThatIsCutForTooLongBreaks() {
    connected();
    network.cut("client", "server");
    clientSends(1);
    pass(Duration.ofMinutes(10));
    assertThat(atServer).containsExactly("closed");
    assertThat(atClient).containsExactly("closed");
  }

  @Test
  void connectingOverACutWayFailsInTheEnd() {
    serverIsUp();
    network.cut("client", "server");
    clientConnects();
    pass(Duration.ofMinutes(10));
    assertThat(atClient).containsExactly("failed");
    assertThat(serverSockets).isEmpty();
  }

  @Test
  void aCrashIsHeardOfUnlessItIsSilent() {
    connected();
    network.down("server", false);
    pass(Duration.ofSeconds(1));
    assertThat(atClient).containsExactly("closed");
    assertThat(atServer).isEmpty();
  }

  @Test
  void aSilentCrashIsHeardOfWhenTheNodeIsBack() {
    connected();
    network.down("server", true);
    clientSends(1);
    pass(Duration.ofMinutes(1));
    assertThat(atClient).isEmpty();

    serverIsUp();
    pass(Duration.ofSeconds(1));
    assertThat(atClient).containsExactly("closed");
    assertThat(atServer).isEmpty();
  }

  @Test
  void aClientThatDiesWhileItConnectsHearsNothing() {
    serverIsUp();
    clientConnects();
    network.down("client", false);
    pass(Duration.ofMinutes(1));
    assertThat(atClient).isEmpty();
    assertThat(clientSockets).isEmpty();
  }

  @Test
  void equalSeedsGiveEqualTraces() {
    assertThat(digestOf(7)).isEqualTo(digestOf(7)).isNotEqualTo(digestOf(8));
  }

  private static long digestOf(long seed) {
    NetworkTest test = new NetworkTest();
    Trace trace = Trace.silent();
    test.network = new Network(test.timeline, Draws.of(seed), trace);
    test.connected();
    test.network.weather(stormy(0.01, new Weather.Adversity(0.1, 0.1, 0.1)));
    test.clientSends(100);
    test.pass(Duration.ofMinutes(5));
    return trace.digest();
  }
}

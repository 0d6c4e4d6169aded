package io.proffer.agent.link;

import io.proffer.core.coordination.MasterAddress;
import io.proffer.core.coordination.MasterDetector;
import io.proffer.core.protocol.link.AgentLinkCodec;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.security.Credential;
import io.proffer.core.security.ProxyKey;
import io.proffer.core.time.Ticker;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a connection to whichever master leads. All that happens here happens on one thread of its
 * own; the public methods only hand work to it, and may be called by any thread.
 */
public final class MasterLink implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MasterLink.class);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final MasterDetector detector;
  private final LinkListener listener;
  private final Ticker ticker;
  private final RandomGenerator random;
  private final DialBackoff backoff;
  private final Optional<Credential> credential;
  private final ProxyKey key;
  private final HttpClient http;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("agent-link").factory());

  private volatile Optional<String> masterHostname = Optional.empty();

  // Everything below is touched on the thread only.
  private Optional<MasterInfo> leader = Optional.empty();
  private boolean everHadLeader;
  private @Nullable LinkConnection connection;
  private @Nullable ScheduledFuture<?> dialing;
  private int dial;
  private String lastTrouble = "";
  private boolean closed;

  /**
   * @param detector says which master leads; closed with this link
   * @param random spreads the agents of a cluster over time
   * @param credential by which the agent proves who it is; empty: it does not
   * @param key by which the master proves whom it sends to the agent
   */
  public MasterLink(
      MasterDetector detector,
      LinkListener listener,
      Ticker ticker,
      RandomGenerator random,
      Optional<Credential> credential,
      ProxyKey key) {
    this.detector = detector;
    this.listener = listener;
    this.ticker = ticker;
    this.random = random;
    this.backoff = new DialBackoff(random);
    this.credential = credential;
    this.key = key;
    this.http = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
  }

  public void start() {
    detector.start(found -> onThread(() -> leaderIs(found)));
  }

  /** The host name of the leading master, as far as it is known. */
  public Optional<String> masterHostname() {
    return masterHostname;
  }

  /** Sends a message on the open connection; dropped when there is none. */
  public void send(FromAgent message) {
    onThread(
        () -> {
          if (connection != null) {
            connection.send(message);
          }
        });
  }

  /** Gives up the open connection and dials the leader again. */
  public void reconnect(String reason) {
    onThread(
        () -> {
          drop(reason);
          dialAfter(backoff.next(ticker.now()));
        });
  }

  private void leaderIs(Optional<MasterInfo> found) {
    if (closed || found.equals(leader)) {
      return;
    }
    leader = found;
    masterHostname = found.map(MasterInfo::getHostname).filter(h -> !h.isEmpty());
    LOG.info("The leading master is {}", found.map(MasterAddress::hostPort).orElse("not known"));
    drop("another master leads");
    if (found.isPresent()) {
      backoff.reset(ticker.now());
      // The first time the agent is alone with the master; later all agents come at once.
      dialAfter(everHadLeader ? Duration.ofMillis(random.nextInt(1000)) : Duration.ZERO);
      everHadLeader = true;
    }
  }

  private void dialAfter(Duration wait) {
    if (dialing != null) {
      dialing.cancel(false);
    }
    if (!closed && leader.isPresent()) {
      dialing = thread.schedule(this::dial, wait.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void dial() {
    if (closed || leader.isEmpty() || connection != null) {
      return;
    }
    int attempt = ++dial;
    URI uri = URI.create("ws://" + MasterAddress.hostPort(leader.get()) + AgentLinkCodec.PATH);
    LinkConnection candidate = new LinkConnection(this::onThread, listener, this::lost);
    WebSocket.Builder socket =
        http.newWebSocketBuilder()
            .subprotocols(AgentLinkCodec.SUBPROTOCOL)
            .connectTimeout(CONNECT_TIMEOUT)
            .header(ProxyKey.HEADER, key.value());
    credential.ifPresent(shown -> socket.header("Authorization", shown.authorization()));
    var unused =
        socket
            .buildAsync(uri, candidate)
            .whenComplete(
                (opened, e) -> onThread(() -> dialed(attempt, uri, candidate, opened, e)));
  }

  private void dialed(
      int attempt,
      URI uri,
      LinkConnection candidate,
      @Nullable WebSocket socket,
      @Nullable Throwable trouble) {
    if (socket == null) {
      if (attempt == dial && !closed) {
        failed(uri, trouble);
      }
      return;
    }
    if (attempt != dial || closed || leader.isEmpty()) {
      socket.abort();
      return;
    }
    LOG.info("Connected to {}", uri);
    lastTrouble = "";
    backoff.reset(ticker.now());
    connection = candidate;
    candidate.open(socket);
  }

  private void failed(URI uri, @Nullable Throwable trouble) {
    String why = describe(trouble);
    if (!why.equals(lastTrouble)) {
      LOG.warn("Cannot connect to {}: {}; trying again", uri, why);
      lastTrouble = why;
    }
    dialAfter(backoff.next(ticker.now()));
  }

  private static String describe(@Nullable Throwable trouble) {
    Throwable cause =
        trouble instanceof CompletionException && trouble.getCause() != null
            ? trouble.getCause()
            : trouble;
    return switch (cause) {
      case WebSocketHandshakeException e ->
          switch (e.getResponse().statusCode()) {
            case 401 -> "the master wants to know who this agent is (401); see --credential";
            case 429 -> "too many wrong secrets came from here (429); see --credential";
            default ->
                "the master answered "
                    + e.getResponse().statusCode()
                    + "; it may not lead any more";
          };
      case ConnectException e -> "nobody answers there";
      case null -> "unknown";
      default -> String.valueOf(cause.getMessage());
    };
  }

  private void lost(LinkConnection lost, String reason) {
    if (lost == connection) {
      drop(reason);
      backoff.reset(ticker.now());
      dialAfter(backoff.next(ticker.now()));
    }
  }

  private void drop(String reason) {
    dial++;
    LinkConnection open = connection;
    connection = null;
    if (open != null) {
      LOG.info("The link to the master is down: {}", reason);
      open.abort();
      listener.down(reason);
    }
  }

  private void onThread(Runnable work) {
    try {
      thread.execute(
          () -> {
            try {
              work.run();
            } catch (RuntimeException e) {
              LOG.error("The link to the master failed", e);
            }
          });
    } catch (RejectedExecutionException e) {
      LOG.trace("the link is closed");
    }
  }

  /** Sends what waits to be sent, for at most {@code patience}, and ends the link for good. */
  public void close(Duration patience) {
    onThread(
        () -> {
          closed = true;
          if (connection != null) {
            connection.closeAfterSending();
          }
        });
    detector.close();
    thread.shutdown();
    try {
      if (!thread.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    http.shutdownNow();
  }

  @Override
  public void close() {
    close(Duration.ofSeconds(2));
  }
}

package io.proffer.sdk.testkit.engine;

import io.proffer.sdk.testkit.engine.Socket.Receiver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The virtual network: nodes open connections to each other's doors, under a {@link Weather} that
 * may change at any time. Ways between nodes can be cut, in one direction or both, and nodes can
 * vanish.
 */
public final class Network {
  private final Timeline timeline;
  private final Draws draws;
  private final Trace trace;
  private final Map<String, Listener> listeners = new LinkedHashMap<>();
  private final Set<Connection> connections = new LinkedHashSet<>();
  private final Set<Way> cuts = new LinkedHashSet<>();
  private Weather weather = Weather.calm();
  private final Map<Mishap, Long> mishaps = new EnumMap<>(Mishap.class);
  private long connectionIds;

  public Network(Timeline timeline, Draws draws, Trace trace) {
    this.timeline = timeline;
    this.draws = draws;
    this.trace = trace;
  }

  /** Answers a node that knocks at a door; empty refuses it. */
  @FunctionalInterface
  public interface Listener {
    Optional<Receiver> accept(String door, Socket socket);
  }

  /** How an attempt to connect ends: one of the two is called, once. */
  public interface Attempt {

    /** The connection is up; what the other end sent meanwhile follows. */
    Receiver opened(Socket socket);

    /** Nobody listens there, the door is shut, or nothing got through in time. */
    void failed();
  }

  private record Way(String from, String to) {}

  /** Changes how the network behaves from now on. */
  public void weather(Weather newWeather) {
    weather = newWeather;
  }

  /**
   * A node is up and answers at its doors. Ends of its earlier life that nobody noticed break now.
   */
  public void up(String node, Listener listener) {
    touching(node).forEach(Connection::reset);
    listeners.put(node, listener);
  }

  /**
   * A node is gone with all its connections.
   *
   * @param silently the others do not hear of it, as when a machine loses power: they find out by
   *     themselves, or when the node is {@link #up} again
   */
  public void down(String node, boolean silently) {
    listeners.remove(node);
    touching(node).forEach(c -> c.lose(node, silently));
  }

  /** Breaks every connection between two nodes; new ones can be made at once. */
  public void reset(String node, String other) {
    touching(node).stream().filter(c -> c.touches(other)).forEach(Connection::reset);
  }

  /** From now on nothing gets from one node to another; the way back is not affected. */
  public void cut(String from, String to) {
    cuts.add(new Way(from, to));
  }

  /** Frees the way from one node to another; what waited arrives, in order. */
  public void heal(String from, String to) {
    if (cuts.remove(new Way(from, to))) {
      for (Connection connection : touching(from)) {
        resume(connection, from, to);
      }
    }
  }

  /** Frees every way. */
  public void healAll() {
    List.copyOf(cuts).forEach(way -> heal(way.from(), way.to()));
  }

  /** How often each thing has gone wrong with messages and connections; zeros are left out. */
  public Map<Mishap, Long> mishaps() {
    return Collections.unmodifiableMap(mishaps);
  }

  /** Whether nothing gets from one node to another. */
  public boolean isCut(String from, String to) {
    return cuts.contains(new Way(from, to));
  }

  /**
   * Opens a connection.
   *
   * @param door what the client wants of the server, such as a path
   */
  public void connect(String from, String to, String door, Attempt attempt) {
    Connection connection = new Connection(this, connectionIds++, door, from, to, attempt);
    connections.add(connection);
    connection.travel(Connection.Side.CLIENT, () -> knock(connection, to), false);
  }

  private void knock(Connection connection, String to) {
    Optional.ofNullable(listeners.get(to)).ifPresentOrElse(connection::answer, connection::refuse);
  }

  private void resume(Connection connection, String from, String to) {
    for (Connection.Side side : Connection.Side.values()) {
      if (connection.node(side).equals(from) && connection.node(side.other()).equals(to)) {
        connection.resume(side);
      }
    }
  }

  private List<Connection> touching(String node) {
    List<Connection> touching = new ArrayList<>();
    for (Connection connection : connections) {
      if (connection.touches(node)) {
        touching.add(connection);
      }
    }
    return touching;
  }

  void forgetIfClosed(Connection connection) {
    if (!connection.open()) {
      connections.remove(connection);
    }
  }

  void count(Mishap mishap) {
    mishaps.merge(mishap, 1L, Long::sum);
  }

  boolean breaksOnSend() {
    return draws(weather.resetChance());
  }

  boolean draws(double chance) {
    return chance > 0 && draws.chance(chance);
  }

  Weather.Adversity adversity() {
    return weather.adversity();
  }

  Duration delay() {
    Duration delay = weather.delay(draws);
    if (delay.compareTo(weather.maxDelay()) > 0) {
      count(Mishap.DELAYED);
    }
    return delay;
  }

  Duration noticeDelay() {
    return draws.between(Duration.ZERO, weather.noticeDelay());
  }

  Duration stallTimeout() {
    return draws.between(weather.stallTimeout().dividedBy(4), weather.stallTimeout());
  }

  Instant now() {
    return timeline.now();
  }

  void at(Instant instant, Runnable action) {
    timeline.at(instant, action);
  }

  void note(String who, String what) {
    trace.note(timeline.now(), who, what);
  }

  void note(String who, String what, Payload payload) {
    trace.note(timeline.now(), who, what, payload);
  }
}

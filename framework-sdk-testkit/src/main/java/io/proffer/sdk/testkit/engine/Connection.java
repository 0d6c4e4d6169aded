package io.proffer.sdk.testkit.engine;

import io.proffer.sdk.testkit.engine.Network.Attempt;
import io.proffer.sdk.testkit.engine.Network.Listener;
import io.proffer.sdk.testkit.engine.Socket.Receiver;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * A TCP connection as its users see it: what is sent arrives in order, or the connection breaks and
 * a tail of what was under way is lost. The two ends notice a break each in its own time. While the
 * way is cut, messages wait and the connection lives on until it times out.
 */
final class Connection {

  enum Side {
    CLIENT,
    SERVER;

    Side other() {
      return this == CLIENT ? SERVER : CLIENT;
    }
  }

  private final Network network;
  private final long id;
  private final String door;
  private final Attempt attempt;
  private final End client;
  private final End server;
  private boolean broken;

  Connection(
      Network network,
      long id,
      String door,
      String clientNode,
      String serverNode,
      Attempt attempt) {
    this.network = network;
    this.id = id;
    this.door = door;
    this.attempt = attempt;
    this.client = new End(clientNode);
    this.server = new End(serverNode);
  }

  long id() {
    return id;
  }

  String node(Side side) {
    return end(side).node;
  }

  boolean touches(String node) {
    return client.node.equals(node) || server.node.equals(node);
  }

  boolean open() {
    return client.open || server.open;
  }

  /**
   * The server accepts or refuses; the client learns of it before anything else the server says.
   */
  void answer(Listener listener) {
    if (!server.open) {
      return;
    }
    travel(Side.SERVER, this::established, false);
    server.receiver = listener.accept(door, new Socket(this, Side.SERVER));
    server.open &= server.receiver.isPresent();
  }

  /** Nobody listens. */
  void refuse() {
    server.open = false;
    network.count(Mishap.REFUSED);
    travel(Side.SERVER, () -> finish(Side.CLIENT), false);
  }

  private void established() {
    if (!client.open) {
      return;
    }
    if (server.receiver.isPresent()) {
      network.note(client.node, "connected to " + server.node + door);
      client.receiver = Optional.of(attempt.opened(new Socket(this, Side.CLIENT)));
    } else {
      finish(Side.CLIENT);
    }
  }

  void send(Side from, Payload payload) {
    if (!end(from).open || broken) {
      return;
    }
    if (network.breaksOnSend()) {
      network.note(end(from).node, "connection " + id + " breaks");
      network.count(Mishap.BROKEN);
      reset();
      return;
    }
    travel(from, () -> deliver(from.other(), payload), true);
  }

  void close(Side by) {
    if (!end(by).open) {
      return;
    }
    end(by).open = false;
    travel(by, () -> finish(by.other()), false);
  }

  /** Breaks: each end hears of it in its own time, and nothing arrives at it afterwards. */
  void reset() {
    broken = true;
    noticeBreak(client);
    noticeBreak(server);
  }

  /**
   * The node at one end is gone: it hears nothing more; the other end hears of it now, or never if
   * it is silent.
   */
  void lose(String node, boolean silently) {
    for (Side side : Side.values()) {
      if (node(side).equals(node)) {
        end(side).open = false;
        if (!silently) {
          noticeBreak(end(side.other()));
        }
      }
    }
    network.forgetIfClosed(this);
  }

  /** The way from a side is free again: what waited goes on, in order, before what follows it. */
  void resume(Side from) {
    network.at(network.now().plus(network.delay()), () -> drain(from));
  }

  private void drain(Side from) {
    End sender = end(from);
    while (!sender.stalled.isEmpty() && !network.isCut(sender.node, node(from.other()))) {
      sender.stalled.remove().run();
    }
  }

  /** Puts something under way in order behind what the side sent before. */
  void travel(Side from, Runnable delivery, boolean adverse) {
    Weather.Adversity adversity = adverse ? network.adversity() : Weather.Adversity.NONE;
    if (network.draws(adversity.dropChance())) {
      network.note(end(from).node, "message on connection " + id + " dropped");
      network.count(Mishap.DROPPED);
      return;
    }
    int copies = network.draws(adversity.duplicateChance()) ? 2 : 1;
    if (copies > 1) {
      network.count(Mishap.DUPLICATED);
    }
    for (int copy = 0; copy < copies; copy++) {
      End sender = end(from);
      Instant due = network.now().plus(network.delay());
      if (network.draws(adversity.reorderChance())) {
        network.count(Mishap.REORDERED);
        network.at(due.plus(network.delay()), () -> arrive(from, delivery));
      } else {
        sender.lastDueAt = due.isBefore(sender.lastDueAt) ? sender.lastDueAt : due;
        network.at(sender.lastDueAt, () -> arrive(from, delivery));
      }
    }
  }

  private void arrive(Side from, Runnable delivery) {
    End sender = end(from);
    if (!sender.stalled.isEmpty() || network.isCut(sender.node, node(from.other()))) {
      if (sender.stalled.isEmpty()) {
        long stall = ++sender.stalls;
        network.count(Mishap.STALLED);
        network.at(network.now().plus(network.stallTimeout()), () -> timeOut(sender, stall));
      }
      sender.stalled.add(delivery);
      return;
    }
    delivery.run();
  }

  private void timeOut(End sender, long stall) {
    if (!sender.stalled.isEmpty() && sender.stalls == stall) {
      network.note(sender.node, "connection " + id + " times out");
      network.count(Mishap.TIMED_OUT);
      reset();
    }
  }

  private void deliver(Side to, Payload payload) {
    End end = end(to);
    if (!end.open) {
      return;
    }
    network.note(node(to.other()) + ">" + end.node, door, payload);
    end.receiver.ifPresent(r -> r.received(payload));
  }

  private void finish(Side to) {
    End end = end(to);
    if (end.open) {
      end.open = false;
      network.note(end.node, "connection " + id + " closed");
      end.receiver.ifPresentOrElse(Receiver::closed, () -> failed(to));
    }
    network.forgetIfClosed(this);
  }

  private void failed(Side side) {
    if (side == Side.CLIENT) {
      attempt.failed();
    }
  }

  private void noticeBreak(End end) {
    if (end.open) {
      Side side = end == client ? Side.CLIENT : Side.SERVER;
      network.at(network.now().plus(network.noticeDelay()), () -> finish(side));
    }
  }

  private End end(Side side) {
    return side == Side.CLIENT ? client : server;
  }

  private static final class End {
    private final String node;
    private final Queue<Runnable> stalled = new ArrayDeque<>();
    private Optional<Receiver> receiver = Optional.empty();
    private boolean open = true;
    private Instant lastDueAt = Timeline.START;
    private long stalls;

    private End(String node) {
      this.node = node;
    }
  }
}

package io.proffer.sdk.testkit.node;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Who leads, as ZooKeeper tells it: everyone who asks hears of each change, each after a delay of
 * its own. Plays the part of the masters' election and of every node's detector.
 */
public final class Leadership {
  private static final Duration MAX_DELAY = Duration.ofMillis(200);

  private final World world;
  private final Map<String, Consumer<Optional<String>>> listeners = new LinkedHashMap<>();
  private Optional<String> leader = Optional.empty();

  public Leadership(World world) {
    this.world = world;
  }

  /** The node that leads; empty while none does. */
  public Optional<String> leader() {
    return leader;
  }

  /** Another node leads from now on, or none. */
  public void changeTo(Optional<String> newLeader) {
    leader = newLeader;
    world.note("leadership", newLeader.map(l -> l + " leads").orElse("nobody leads"));
    listeners.keySet().forEach(this::tell);
  }

  /** A node listens, instead of an earlier life of it, and hears who leads now. */
  void listen(String node, Consumer<Optional<String>> listener) {
    listeners.put(node, listener);
    tell(node);
  }

  void forget(String node) {
    listeners.remove(node);
  }

  private void tell(String node) {
    Consumer<Optional<String>> listener = listeners.get(node);
    Duration delay = world.draws().between(Duration.ofMillis(1), MAX_DELAY);
    world
        .timeline()
        .after(
            delay,
            () -> {
              // Only what is true by then is told, as a re-read node would be.
              if (listener != null && listeners.get(node) == listener) {
                listener.accept(leader);
              }
            });
  }
}

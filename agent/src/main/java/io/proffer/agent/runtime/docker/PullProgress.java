package io.proffer.agent.runtime.docker;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How far a pull has come, from what the engine says of each layer. Safe for several threads. */
final class PullProgress {

  private static final long MB = 1L << 20;

  private final Map<String, Layer> layers = new LinkedHashMap<>();
  private Optional<String> said = Optional.empty();

  private record Layer(long current, long total, boolean done) {}

  /**
   * One line of the engine's.
   *
   * @param layer which layer it is about; empty for the image as a whole
   */
  synchronized void line(Optional<String> layer, String status, long current, long total) {
    if (layer.isEmpty()) {
      said = Optional.of(status);
      return;
    }
    Layer before = layers.getOrDefault(layer.get(), new Layer(0, 0, false));
    boolean done = status.equals("Pull complete") || status.equals("Already exists");
    // While it is extracted the same counters begin again: only what is downloaded is counted.
    boolean downloading = status.equals("Downloading");
    boolean downloaded = status.equals("Download complete") || done;
    layers.put(
        layer.get(),
        new Layer(
            downloading ? current : downloaded ? before.total() : before.current(),
            downloading ? Math.max(total, before.total()) : before.total(),
            done || before.done()));
  }

  /** {@code 2 of 5 layers, 31 of 120 MB}. */
  synchronized String describe() {
    if (layers.isEmpty()) {
      return said.orElse("nothing was heard of its registry");
    }
    long done = layers.values().stream().filter(Layer::done).count();
    long current = layers.values().stream().mapToLong(Layer::current).sum();
    long total = layers.values().stream().mapToLong(Layer::total).sum();
    return "%d of %d layers, %d of %d MB".formatted(done, layers.size(), current / MB, total / MB);
  }
}

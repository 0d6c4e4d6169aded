package io.proffer.agent.runtime.docker;

import io.proffer.agent.runtime.docker.ImageCollection.Candidate;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes images that this agent pulled and nobody uses: when the disk is full, or when told to.
 */
final class ImageCare implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ImageCare.class);

  private final Engine engine;
  private final ImageSettings settings;
  private final PulledImages pulled;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("docker-images").factory());

  ImageCare(Engine engine, ImageSettings settings, PulledImages pulled) {
    this.engine = engine;
    this.settings = settings;
    this.pulled = pulled;
  }

  /** Begins to watch the engine's disk, if that was asked for. */
  void start() {
    if (settings.diskHeadroom() > 0) {
      long millis = settings.diskWatchInterval().toMillis();
      var unused = clock.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
    }
  }

  private void look() {
    try {
      // Asking the engine costs more than this, and is seldom needed.
      if (!pulled.all().isEmpty()) {
        long missing = missingBytes();
        if (missing > 0) {
          remove(missing, Set.of());
        }
      }
    } catch (IOException e) {
      LOG.debug("the engine's disk is not visible from here: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.warn("Images cannot be looked through: {}", EngineTrouble.describe(e));
    }
  }

  /** By how much less of the engine's disk is free than should be. */
  private long missingBytes() throws IOException {
    FileStore disk = Files.getFileStore(Path.of(engine.info().getDockerRootDir()));
    return (long) (disk.getTotalSpace() * settings.diskHeadroom()) - disk.getUsableSpace();
  }

  /** Removes all that may go, but for those named. Throws when the engine does not answer. */
  void prune(Set<String> kept) {
    remove(Long.MAX_VALUE, kept);
  }

  private synchronized void remove(long bytes, Set<String> alsoKept) {
    Set<String> kept = new LinkedHashSet<>();
    for (Set<String> names : List.of(settings.kept(), alsoKept, pulled.launching())) {
      names.stream().map(n -> ImageName.parse(n).full()).forEach(kept::add);
    }
    List<Candidate> all = new ArrayList<>();
    for (Map.Entry<String, Instant> image : pulled.all().entrySet()) {
      Optional<Candidate> there =
          engine
              .image(image.getKey())
              .map(i -> new Candidate(image.getKey(), i.id(), i.bytes(), image.getValue()));
      if (there.isEmpty()) {
        pulled.removed(image.getKey());
      }
      there.ifPresent(all::add);
    }
    for (Candidate image : ImageCollection.choose(all, engine.usedImages(), kept, bytes)) {
      // A launch may have begun since: the engine keeps what a container has, but not this.
      if (!pulled.launching().contains(image.name()) && engine.removeImage(image.name())) {
        pulled.removed(image.name());
        LOG.info("Removed image {}, which no container uses", image.name());
      }
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}

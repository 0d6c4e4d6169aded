package io.proffer.agent.volume;

import com.google.protobuf.ByteString;
import io.proffer.agent.sandbox.IoTrouble;
import io.proffer.agent.sandbox.TreeRemoval;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the directories of persistent volumes, and removes their data, one after another. What is
 * removed is moved aside at once, and deleted later: however much it is, the place is free for
 * another volume.
 *
 * <p>Thread-safe; the listener is called on a thread of its own.
 */
public final class PersistentVolumes implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PersistentVolumes.class);

  /** What a fresh file system may have in it. */
  private static final Set<String> NO_DATA = Set.of("lost+found", ".destroyed");

  private static final long PATIENCE_SECONDS = 5;

  private final VolumeDirectories directories;
  private final VolumeListener listener;
  private final ExecutorService work = thread("proffer-volumes");
  private final ExecutorService deletion = thread("proffer-volumes-deletion");

  private PersistentVolumes(VolumeDirectories directories, VolumeListener listener) {
    this.directories = directories;
    this.listener = listener;
  }

  /**
   * @param disks the agent's resources: what was moved aside on their disks, and on the agent's
   *     own, is deleted
   */
  public static PersistentVolumes open(
      Path workDir, List<Resource> disks, VolumeListener listener) {
    PersistentVolumes volumes = new PersistentVolumes(new VolumeDirectories(workDir), listener);
    disks.stream()
        .filter(disk -> disk.getName().equals("disk"))
        .map(volumes.directories::trash)
        .distinct()
        .forEach(volumes::deleteLater);
    return volumes;
  }

  /** Sees to it that these volumes are there, and empty; answered by {@code prepared}. */
  public void prepare(ByteString operation, List<Resource> volumes) {
    work.execute(() -> listener.prepared(operation, prepare(volumes)));
  }

  /** Moves the data of a volume aside; answered by {@code removed}. */
  public void remove(Resource volume) {
    work.execute(() -> listener.removed(volume, discard(volume)));
  }

  private Optional<String> prepare(List<Resource> volumes) {
    for (Resource volume : volumes) {
      String id = volume.getDisk().getPersistence().getId();
      try {
        Optional<String> problem = prepare(volume, directories.of(volume));
        if (problem.isPresent()) {
          return problem.map(why -> "Volume '" + id + "' cannot be created: " + why);
        }
      } catch (IOException e) {
        return Optional.of("Volume '" + id + "' cannot be created: " + IoTrouble.describe(e));
      } catch (IllegalArgumentException e) {
        return Optional.of("Volume '" + id + "' cannot be created: " + e.getMessage());
      }
    }
    return Optional.empty();
  }

  private static Optional<String> prepare(Resource volume, Path directory) throws IOException {
    if (VolumeDirectories.isWholeDisk(volume)) {
      if (!Files.isDirectory(directory)) {
        return Optional.of("its disk is not mounted at '" + directory + "'");
      }
    } else {
      Files.createDirectories(directory);
    }
    // What is there belongs to a volume that this agent does not know, or to nobody: either way it
    // is not for whoever asks for an empty volume now.
    return data(directory).isEmpty()
        ? Optional.empty()
        : Optional.of("there is data in '" + directory + "' already; move it away first");
  }

  /** Returns why it could not. */
  private Optional<String> discard(Resource volume) {
    try {
      Path directory = directories.of(volume);
      Path trash = directories.trash(volume);
      if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
        Path aside = Files.createDirectories(trash).resolve(UUID.randomUUID().toString());
        if (VolumeDirectories.isWholeDisk(volume)) {
          Files.createDirectory(aside);
          for (Path child : data(directory)) {
            Files.move(child, aside.resolve(child.getFileName()));
          }
        } else {
          Files.move(directory, aside);
        }
      }
      deleteLater(trash);
      return Optional.empty();
    } catch (IOException e) {
      return failed(volume, IoTrouble.describe(e));
    } catch (IllegalArgumentException e) {
      return failed(volume, String.valueOf(e.getMessage()));
    }
  }

  private static Optional<String> failed(Resource volume, String why) {
    LOG.error(
        "The data of the destroyed volume '{}' cannot be removed: {}. The agent tries again when it"
            + " is started.",
        volume.getDisk().getPersistence().getId(),
        why);
    return Optional.of(why);
  }

  private static List<Path> data(Path directory) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      for (Path child : all) {
        if (!NO_DATA.contains(child.getFileName().toString())) {
          children.add(child);
        }
      }
    }
    return children;
  }

  private void deleteLater(Path trash) {
    deletion.execute(
        () -> {
          try {
            // The directory stays: the next volume may be on its way into it.
            TreeRemoval.clear(trash);
          } catch (IOException e) {
            LOG.warn("Destroyed volumes in {} cannot be deleted: {}", trash, IoTrouble.describe(e));
          }
        });
  }

  private static ExecutorService thread(String name) {
    return Executors.newSingleThreadExecutor(Thread.ofPlatform().name(name).daemon().factory());
  }

  /** What is not deleted by then is when the next agent opens the volumes. */
  @Override
  public void close() {
    deletion.shutdownNow();
    work.shutdown();
    try {
      if (!work.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        work.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

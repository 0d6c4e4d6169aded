package io.proffer.agent.runtime;

import io.proffer.agent.container.ContainerId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which container has which GPU. What is given out is in a file for each container, before it is
 * told, so that the next agent knows it too; containers do not survive the machine's end, so that
 * files need not. Safe for use by several threads.
 */
public final class GpuDevices {

  private static final String UNFINISHED = ".new";

  private final Path directory;
  private final List<String> all;
  private final Map<ContainerId, List<String>> taken = new LinkedHashMap<>();

  /**
   * @param directory in which is kept who has what; made when it is needed
   * @param count how many GPUs there are to be given out; their names are their numbers, from 0
   */
  public GpuDevices(Path directory, int count) {
    this.directory = directory;
    this.all = IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  /** What there is, and what is taken of it. */
  String describe() {
    return "of its " + all.size() + " the tasks have " + takenCount();
  }

  private synchronized long takenCount() {
    return taken.values().stream().mapToLong(List::size).sum();
  }

  /**
   * Gives out those with the lowest numbers; the same again to a container that has some.
   *
   * @return empty when there are not so many
   */
  synchronized Optional<List<String>> take(ContainerId container, int count) throws IOException {
    List<String> has = taken.get(container);
    if (has != null) {
      return Optional.of(has);
    }
    List<String> free =
        all.stream().filter(g -> taken.values().stream().noneMatch(t -> t.contains(g))).toList();
    if (free.size() < count) {
      return Optional.empty();
    }
    List<String> given = List.copyOf(free.subList(0, count));
    write(container, given);
    taken.put(container, given);
    return Optional.of(given);
  }

  private void write(ContainerId container, List<String> given) throws IOException {
    Files.createDirectories(directory);
    Path fresh = directory.resolve(container.value() + UNFINISHED);
    Files.write(fresh, given);
    Files.move(fresh, file(container), StandardCopyOption.ATOMIC_MOVE);
  }

  private Path file(ContainerId container) {
    return directory.resolve(container.value());
  }

  /** They may be given to others. */
  synchronized void release(ContainerId container) throws IOException {
    if (taken.remove(container) != null) {
      Files.deleteIfExists(file(container));
    }
  }

  /**
   * What an earlier agent has given out.
   *
   * @param alive the containers that run; those of others are free again
   */
  synchronized void recover(Set<ContainerId> alive) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory)) {
      found.forEach(files::add);
    }
    for (Path file : files) {
      ContainerId container = new ContainerId(String.valueOf(file.getFileName()));
      if (alive.contains(container)) {
        taken.put(container, Files.readAllLines(file));
      } else {
        Files.delete(file);
      }
    }
  }
}

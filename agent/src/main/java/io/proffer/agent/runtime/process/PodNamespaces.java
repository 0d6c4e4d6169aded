package io.proffer.agent.runtime.process;

import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.runtime.LaunchException;
import io.proffer.agent.sandbox.IoTrouble;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the namespaces that the processes of a pod share, for the first of them, and takes them
 * away after the last. Safe for use by several threads.
 */
final class PodNamespaces {

  private static final Logger LOG = LoggerFactory.getLogger(PodNamespaces.class);

  private final Path directory;
  private final Privileges privileges;
  private final Map<ContainerId, Set<ContainerId>> members = new HashMap<>();

  /**
   * @param directory in which each pod has one of its own; made when it is needed
   */
  PodNamespaces(Path directory, Privileges privileges) {
    this.directory = directory;
    this.privileges = privileges;
  }

  /** What a container shares with its pod; empty when it is in none, or shares the machine's. */
  Optional<PodNamespace> of(ContainerSpec spec) throws LaunchException {
    return PodNamespace.of(spec, directory);
  }

  /**
   * The same, made if it is the first of its pod; until {@link #leave} it is one of them.
   *
   * @throws LaunchException when they cannot be made
   */
  synchronized Optional<PodNamespace> join(ContainerSpec spec) throws LaunchException {
    Optional<PodNamespace> shared = of(spec);
    if (shared.isPresent()) {
      PodNamespace pod = shared.get();
      if (!members.containsKey(pod.id())) {
        make(pod);
      } else if (!pod.isThere()) {
        throw failed("the namespaces of the task's pod are gone");
      }
      members.computeIfAbsent(pod.id(), p -> new HashSet<>()).add(spec.id());
    }
    return shared;
  }

  private void make(PodNamespace pod) throws LaunchException {
    Optional<String> why = privileges.noNamespaces().or(() -> pod.impossible(privileges.tools()));
    if (why.isPresent()) {
      throw failed("its pod cannot have namespaces of its own: " + why.get());
    }
    try {
      clear(pod.directory()); // of an agent that died while it made them
      Files.createDirectories(pod.directory());
      pod.make(privileges.tools());
    } catch (IOException e) {
      clear(pod.directory());
      throw failed("its pod's namespaces cannot be made: " + IoTrouble.describe(e));
    }
  }

  /** When it was the last of its pod, the pod's namespaces go. */
  synchronized void leave(ContainerSpec spec) {
    if (spec.parent().isEmpty()) {
      return;
    }
    ContainerId pod = spec.parent().get();
    Set<ContainerId> present = members.getOrDefault(pod, Set.of());
    if (present.contains(spec.id()) && present.remove(spec.id()) && present.isEmpty()) {
      members.remove(pod);
      clear(directory.resolve(pod.value()));
    }
  }

  /** After a restart of the agent: those of pods in which nothing runs any more go. */
  synchronized void recover(Collection<ContainerSpec> alive) {
    for (ContainerSpec spec : alive) {
      spec.parent()
          .filter(pod -> Files.isDirectory(directory.resolve(pod.value())))
          .ifPresent(pod -> members.computeIfAbsent(pod, p -> new HashSet<>()).add(spec.id()));
    }
    for (Path pod : in(directory)) {
      if (!members.containsKey(new ContainerId(String.valueOf(pod.getFileName())))) {
        clear(pod);
      }
    }
  }

  private void clear(Path pod) {
    try {
      for (Path file : in(pod)) {
        PodNamespace.release(file, privileges.tools());
      }
      Files.deleteIfExists(pod);
    } catch (IOException e) {
      LOG.warn("{} cannot be cleared away: {}", pod, IoTrouble.describe(e));
    }
  }

  private static List<Path> in(Path directory) {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(directory)) {
        found.forEach(files::add);
      } catch (IOException e) {
        LOG.warn("{} cannot be looked at: {}", directory, IoTrouble.describe(e));
      }
    }
    return files;
  }

  private static LaunchException failed(String message) {
    return new LaunchException(LaunchFailure.Kind.RUNTIME, message);
  }
}

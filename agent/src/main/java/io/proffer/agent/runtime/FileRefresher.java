package io.proffer.agent.runtime;

import io.proffer.agent.container.ContainerId;
import io.proffer.agent.sandbox.IoTrouble;
import io.proffer.agent.sandbox.SecretFiles;
import io.proffer.core.protocol.FileRefresh;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.mesos.v1.Protos.ContainerInfo;

/**
 * Writes the secret files of containers that run anew, one container after the other, and tells
 * them. A file stays the one it was, so that a container into which it is mounted sees it; who
 * reads it before the signal may see a part of it.
 */
public final class FileRefresher implements AutoCloseable {

  private static final int MAX_WAITING = 1_000;

  private final SecretFiles files;
  private final ContainerRuntime runtime;
  private final BiConsumer<ContainerId, FileRefresh.Answer> told;
  private final ThreadPoolExecutor thread;

  /**
   * @param told what became of each, from a thread of its own
   */
  public FileRefresher(
      SecretFiles files,
      ContainerRuntime runtime,
      BiConsumer<ContainerId, FileRefresh.Answer> told) {
    this.files = files;
    this.runtime = runtime;
    this.told = told;
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            work -> Thread.ofPlatform().name("file-refresher").daemon().unstarted(work));
  }

  /**
   * Begins to write and to signal.
   *
   * @param as how the container was asked for
   */
  public void refresh(ContainerId container, ContainerInfo as, FileRefresh refresh) {
    try {
      thread.execute(() -> answer(container, refresh, problem(container, as, refresh)));
    } catch (RejectedExecutionException tooMany) {
      answer(
          container, refresh, Optional.of(MAX_WAITING + " other tasks wait for that on the agent"));
    }
  }

  private void answer(ContainerId container, FileRefresh refresh, Optional<String> problem) {
    told.accept(container, new FileRefresh.Answer(refresh.id(), problem));
  }

  private Optional<String> problem(ContainerId container, ContainerInfo as, FileRefresh refresh) {
    Map<String, String> names = SecretRevelation.names(as);
    Optional<String> unknown =
        refresh.files().keySet().stream().filter(path -> !names.containsKey(path)).findFirst();
    if (unknown.isPresent()) {
      return Optional.of("the task was launched without a file '" + unknown.get() + "'");
    }
    try {
      for (var file : refresh.files().entrySet()) {
        files.rewrite(container, names.getOrDefault(file.getKey(), ""), file.getValue());
      }
      if (refresh.signal().isPresent()) {
        runtime.signalMain(container, refresh.signal().get());
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("the files cannot be written: " + IoTrouble.describe(e));
    } catch (LaunchException e) {
      return Optional.of(
          "the task cannot be sent " + refresh.signal().get() + ": " + e.failure().message());
    } catch (RuntimeException e) {
      return Optional.of("the task cannot be told: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}

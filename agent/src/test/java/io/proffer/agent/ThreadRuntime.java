package io.proffer.agent;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.ContainerWork;
import io.proffer.agent.container.RecoveredContainer;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.container.RuntimeKind;
import io.proffer.agent.container.Signal;
import io.proffer.agent.runtime.LaunchException;
import io.proffer.agent.runtime.LaunchedContainer;
import io.proffer.agent.runtime.RuntimeFactory.Context;
import io.proffer.agent.runtime.RuntimeListener;
import io.proffer.agent.runtime.TaskRuntime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Runs tasks that are labelled so as threads that wait for a signal. All there is to a runtime. */
final class ThreadRuntime implements TaskRuntime {

  static final String LABEL = "thread";

  private final Context context;
  private final RuntimeListener listener;
  private final Map<ContainerId, Thread> threads = new ConcurrentHashMap<>();

  ThreadRuntime(Context context, RuntimeListener listener) {
    this.context = context;
    this.listener = listener;
  }

  @Override
  public RuntimeKind kind() {
    return new RuntimeKind("thread");
  }

  @Override
  public boolean takes(ContainerWork work) {
    return work instanceof ContainerWork.Task task
        && task.info().getLabels().getLabelsList().stream().anyMatch(l -> l.getKey().equals(LABEL));
  }

  @Override
  public void launch(ContainerSpec spec) {
    try {
      RunningContainer container =
          new RunningContainer(
              spec.id(),
              kind(),
              spec.executor().value(),
              Optional.empty(),
              List.of(),
              context.sandboxes().create(spec).toString(),
              Instant.now());
      listener.started(container);
      run(container);
    } catch (LaunchException e) {
      listener.launchFailed(spec.id(), e.failure());
    }
  }

  private void run(RunningContainer container) {
    threads.put(
        container.id(),
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    Thread.sleep(Long.MAX_VALUE);
                  } catch (InterruptedException signalled) {
                    listener.exited(container.id(), new ContainerExit.Signaled(15));
                  }
                }));
  }

  /** They run in the process that agents of a test share. */
  @Override
  public List<RecoveredContainer> recover(List<LaunchedContainer> launched) {
    return launched.stream()
        .flatMap(l -> l.running().stream())
        .<RecoveredContainer>map(
            container -> {
              run(container);
              return new RecoveredContainer.Alive(container);
            })
        .toList();
  }

  @Override
  public void signal(ContainerId container, Signal signal) {
    Optional.ofNullable(threads.get(container)).ifPresent(Thread::interrupt);
  }

  @Override
  public boolean has(ContainerId container) {
    return threads.containsKey(container);
  }

  @Override
  public void remove(ContainerId container) {
    threads.remove(container);
  }

  @Override
  public void close() {
    threads.clear();
  }
}

package io.proffer.agent.session;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.runtime.exec.Execution;
import io.proffer.agent.runtime.exec.Output;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A command that may be listened to and talked with: inside another container, besides what that
 * was started for, from its launch on; or what a task was started for, from when it is joined on.
 * Safe for use by several threads.
 */
public final class Conversation {

  private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

  private final ContainerId host;
  private final Execution execution;
  private final boolean terminal;
  private final List<OutputSink> sinks;
  private final AtomicBoolean hasInput = new AtomicBoolean();
  private final CompletableFuture<ContainerExit> ended = new CompletableFuture<>();
  private boolean saysNoMore;

  Conversation(ContainerId host, Execution execution, boolean terminal, OutputSink... sinks) {
    this.host = host;
    this.execution = execution;
    this.terminal = terminal;
    this.sinks = new CopyOnWriteArrayList<>(sinks);
  }

  /** Begins to hand on what it says, on a thread of its own: reading may block in the kernel. */
  void start(String name) {
    Thread.ofPlatform().daemon().name("nested-" + name).start(this::handOn);
  }

  /** The container of a task or executor in which it runs, be it nested in another. */
  public ContainerId host() {
    return host;
  }

  /** Whether nobody listens and nobody speaks. */
  boolean isAlone() {
    return sinks.isEmpty() && !hasInput.get();
  }

  public boolean hasTerminal() {
    return terminal;
  }

  private void handOn() {
    try {
      Optional<Output> said = execution.read();
      while (said.isPresent()) {
        give(said.get());
        said = execution.read();
      }
    } catch (IOException e) {
      LOG.debug("The output of a nested container is cut short: {}", e.getMessage());
    }
    execution
        .exit()
        .whenComplete(
            (exit, trouble) -> {
              noMore();
              execution.close();
              ended.complete(
                  trouble == null ? exit : new ContainerExit.Unknown(String.valueOf(trouble)));
            });
  }

  private void give(Output said) {
    List<OutputSink> gone = new ArrayList<>();
    for (OutputSink sink : sinks) {
      try {
        sink.said(said);
      } catch (IOException e) {
        gone.add(sink);
      }
    }
    sinks.removeAll(gone);
  }

  private void noMore() {
    List<OutputSink> last;
    synchronized (this) {
      saysNoMore = true;
      last = List.copyOf(sinks);
    }
    last.forEach(OutputSink::ended);
  }

  /** From now on its output is given to this sink too. */
  public void attach(OutputSink sink) {
    synchronized (this) {
      if (!saysNoMore) {
        sinks.add(sink);
        return;
      }
    }
    sink.ended();
  }

  /** Its input is one caller's at a time; false when it is another's. */
  public boolean takeInput() {
    return hasInput.compareAndSet(false, true);
  }

  public void giveInputBack() {
    hasInput.set(false);
  }

  /** To write its input, and to change its terminal's size. */
  public Execution execution() {
    return execution;
  }

  /** How it ended, when all it had to say was given away. */
  public CompletionStage<ContainerExit> ended() {
    return ended;
  }

  public boolean runs() {
    return !ended.isDone();
  }

  /** Kills it, with all it has started; may block for a moment. */
  public void kill() {
    execution.kill();
  }
}

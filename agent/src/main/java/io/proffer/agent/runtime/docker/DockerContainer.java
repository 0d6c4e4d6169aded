package io.proffer.agent.runtime.docker;

import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.Signal;
import io.proffer.agent.runtime.ContainerLife;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** One container from its launch to its removal. Safe for use by several threads. */
final class DockerContainer {

  private final ContainerSpec spec;
  private final ContainerLife life;
  private boolean waits;
  private Optional<PodHolder> pod = Optional.empty();
  private Optional<String> doom = Optional.empty();
  private Optional<String> dockerId = Optional.empty();
  private String stopSignal = "SIGTERM";
  private Optional<Long> latePid = Optional.empty();
  private Optional<Signal> wanted = Optional.empty();
  private final CompletableFuture<Void> firstOutput = new CompletableFuture<>();
  private CompletableFuture<Void> output = firstOutput;

  DockerContainer(ContainerSpec spec, ContainerLife life) {
    this.spec = spec;
    this.life = life;
  }

  ContainerSpec spec() {
    return spec;
  }

  ContainerLife life() {
    return life;
  }

  /** Its launch waits for what may take long: a cancellation need not wait for that. */
  synchronized void waitForOthers() {
    waits = true;
    if (life.cancelled()) {
      failCancelled();
    }
  }

  synchronized void waitNoMore() {
    waits = false;
  }

  synchronized void cancel() {
    life.cancel();
    if (waits) {
      failCancelled();
    }
  }

  private void failCancelled() {
    life.failed(new LaunchFailure(LaunchFailure.Kind.CANCELLED, "the launch was cancelled"));
  }

  /** It shares what a holder holds. */
  synchronized void shares(PodHolder holder) {
    pod = Optional.of(holder);
  }

  synchronized Optional<PodHolder> pod() {
    return pod;
  }

  /** Its end will have another cause than what the engine can tell. */
  synchronized void doom(String why) {
    doom = Optional.of(why);
  }

  synchronized Optional<String> doom() {
    return doom;
  }

  /** The engine has it. */
  synchronized void created(String id) {
    dockerId = Optional.of(id);
  }

  synchronized Optional<String> dockerId() {
    return dockerId;
  }

  synchronized void stopsOn(String signal) {
    stopSignal = signal;
  }

  synchronized String stopSignal() {
    return stopSignal;
  }

  /** Its process is known only now, after its start was told. */
  synchronized void runsAs(Optional<Long> pid) {
    latePid = pid;
  }

  synchronized Optional<Long> latePid() {
    return latePid;
  }

  /** Remembers the strongest signal, to be sent again if the engine was away. */
  synchronized void want(Signal signal) {
    if (wanted.isEmpty() || signal == Signal.KILL) {
      wanted = Optional.of(signal);
    }
  }

  synchronized Optional<Signal> wanted() {
    return wanted;
  }

  /** Has its output copied to the sandbox, unless that is being done. */
  synchronized void follow(Supplier<CompletableFuture<Void>> copying) {
    if (output == firstOutput || output.isDone()) {
      output = copying.get();
      var unused = output.thenRun(() -> firstOutput.complete(null));
    }
  }

  /** Completed when its output is in the sandbox; perhaps never, if nobody copies it. */
  synchronized CompletableFuture<Void> output() {
    return output;
  }
}

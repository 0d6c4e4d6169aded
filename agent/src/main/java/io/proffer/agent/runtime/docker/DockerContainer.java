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
  private boolean waitsForImage;
  private Optional<String> dockerId = Optional.empty();
  private String stopSignal = "SIGTERM";
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

  /** Its image is being pulled, which may take long: a cancellation need not wait for that. */
  synchronized void waitForImage() {
    waitsForImage = true;
    if (life.cancelled()) {
      failCancelled();
    }
  }

  synchronized void imageIsThere() {
    waitsForImage = false;
  }

  synchronized void cancel() {
    life.cancel();
    if (waitsForImage) {
      failCancelled();
    }
  }

  private void failCancelled() {
    life.failed(new LaunchFailure(LaunchFailure.Kind.CANCELLED, "the launch was cancelled"));
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

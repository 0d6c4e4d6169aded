package io.proffer.service.http;

import io.proffer.service.kernel.ServiceKernel;
import io.proffer.service.kernel.ServiceSnapshot;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** The framework, as the HTTP API uses it. Thread-safe. */
public interface ServiceApi {

  /**
   * Asks the kernel for something on its own thread. What follows is stored before the answer
   * comes.
   *
   * @param question gets the kernel and the time; must not keep the kernel
   */
  <T> CompletionStage<T> ask(BiFunction<ServiceKernel, Instant, T> question);

  /**
   * Everything as it was after all that was answered and told until now. Where nothing has changed
   * since somebody asked last, the kernel's thread is not asked, and what waits is as it was then.
   */
  CompletionStage<ServiceSnapshot> snapshot();

  /** Gives up the lead, soon, to another process if there is one. */
  void abdicate();

  /** The framework's id; empty before the first subscription. */
  Optional<String> frameworkId();

  /** Where the leading master is reached, {@code host:port}; empty while it is not known. */
  Optional<String> master();
}

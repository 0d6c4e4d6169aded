package io.proffer.agent.http;

import io.proffer.agent.kernel.ExecutorClaims;
import java.util.Optional;

/** Who sends a request. */
sealed interface Caller {

  /** Somebody who was not asked. */
  record Anybody() implements Caller {}

  /** Somebody who proved who he is. */
  record Known(String name) implements Caller {}

  /** An executor of this agent: it may do what concerns its own container. */
  record Executor(ExecutorClaims claims) implements Caller {}

  /** The name of who it is, for those who decide who may do what. */
  default Optional<String> principal() {
    return switch (this) {
      case Anybody nobody -> Optional.empty();
      case Known known -> Optional.of(known.name());
      case Executor executor -> Optional.empty();
    };
  }
}

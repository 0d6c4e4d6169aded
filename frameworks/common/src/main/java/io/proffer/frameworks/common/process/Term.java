package io.proffer.frameworks.common.process;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The time in which a process leads: from taking the state over to the end of its driver. */
public interface Term extends AutoCloseable {

  /** The framework's id; empty before a master has taken its subscription. */
  Optional<String> frameworkId();

  /** Completed, with the reason, when the framework has ended by itself. */
  CompletionStage<String> ended();

  /** Stops; what runs on agents runs on. */
  @Override
  void close();
}

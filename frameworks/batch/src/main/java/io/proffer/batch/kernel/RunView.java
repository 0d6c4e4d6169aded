package io.proffer.batch.kernel;

/** A run, whether or not it has ended. */
public sealed interface RunView {

  /** It has not. */
  record Active(Run run) implements RunView {}

  /** It has. */
  record Finished(FinishedRun run) implements RunView {}
}

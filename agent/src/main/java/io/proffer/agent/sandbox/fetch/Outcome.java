package io.proffer.agent.sandbox.fetch;

/** What came of asking for some content. */
sealed interface Outcome {

  /** All of it has been received. */
  record Received(Validator validator) implements Outcome {}

  /** It is still what it was; nothing was received. */
  record Unchanged() implements Outcome {}
}

package io.proffer.sdk.internal;

/** What a timer is for. Starting a timer of a key that runs replaces it. */
public sealed interface TimerKey {

  /** The next try to subscribe. */
  record Reconnect() implements TimerKey {}

  /** SUBSCRIBE was sent and SUBSCRIBED has not come. */
  record SubscribeTimeout() implements TimerKey {}

  /** The stream may have gone silent. */
  record Silence() implements TimerKey {}

  /** Tasks whose state the master has not confirmed yet are asked for again. */
  record ReconcileRetry() implements TimerKey {}

  /** The next full reconciliation. */
  record Reconcile() implements TimerKey {}

  /** Calls that are still unanswered no longer hold up the driver's end. */
  record EndTimeout() implements TimerKey {}

  /** The scheduler's own: {@link Action.RunAfter}. */
  record Run(long number) implements TimerKey {}
}

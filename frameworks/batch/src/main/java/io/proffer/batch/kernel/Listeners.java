package io.proffer.batch.kernel;

import io.proffer.frameworks.common.webhook.Webhook;
import java.util.List;
import java.util.random.RandomGenerator;

/** Those outside who are called when something happens. Part of the kernel. */
public final class Listeners {

  private final BatchState state;
  private final Outbox out;
  private final RandomGenerator random;

  Listeners(BatchState state, Outbox out, RandomGenerator random) {
    this.state = state;
    this.out = out;
    this.random = random;
  }

  public List<Webhook> all() {
    return state.webhooks();
  }

  /**
   * Has somebody called from now on.
   *
   * @param wanted without an id where it is a new one
   */
  public Webhook set(Webhook wanted) throws RefusedException {
    boolean known = !wanted.id().isEmpty();
    if (!known && state.webhooks().size() >= Webhook.MAX) {
      throw new RefusedException(
          RefusedException.Kind.TOO_MANY, "there are " + Webhook.MAX + " webhooks already");
    }
    String id = known ? wanted.id() : Long.toString(random.nextLong(1L << 62), 36);
    Webhook webhook = new Webhook(id, wanted.url(), wanted.events(), wanted.secret());
    out.fact(new Fact.WebhookSet(webhook));
    return webhook;
  }

  /** Calls somebody no more. */
  public void remove(String id) {
    out.fact(new Fact.WebhookRemoved(id));
  }
}

package io.proffer.service.http;

import io.proffer.frameworks.common.webhook.Patience;
import io.proffer.frameworks.common.webhook.Targets;
import io.proffer.frameworks.common.webhook.WebhookCaller;
import io.proffer.service.logging.Loggers;
import io.proffer.service.secret.Vault;
import java.util.Optional;

/**
 * Those who work beside the kernel, and may be slow.
 *
 * @param webhooks calls those who asked for it
 * @param vault keeps secrets; empty when there is no key
 * @param loggers what this process logs
 */
public record Attendants(WebhookCaller webhooks, Optional<Vault> vault, Loggers loggers)
    implements AutoCloseable {

  /** Ones that call only what everybody can reach. */
  public static Attendants careful() {
    return of(new Targets(false), Optional.empty());
  }

  /** Ones that call these, and keep secrets with this. */
  public static Attendants of(Targets targets, Optional<Vault> vault) {
    return new Attendants(new WebhookCaller(targets, Patience.SHORT), vault, new Loggers());
  }

  @Override
  public void close() {
    webhooks.close();
    loggers.close();
  }
}

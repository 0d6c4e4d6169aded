package io.proffer.batch.http;

import io.proffer.frameworks.common.webhook.WebhookCaller;

/**
 * Who is called, and how.
 *
 * @param secrets whether they may have secrets, as these can be stored
 */
public record Webhooks(WebhookCaller caller, boolean secrets) {}

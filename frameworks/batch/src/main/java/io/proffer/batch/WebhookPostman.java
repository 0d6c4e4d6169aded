package io.proffer.batch;

import io.proffer.batch.http.NoticeJson;
import io.proffer.batch.kernel.Notice;
import io.proffer.batch.scheduler.Postman;
import io.proffer.batch.store.EventOutbox.Event;
import io.proffer.frameworks.common.webhook.WebhookCaller;
import java.time.Instant;
import java.util.Optional;

/** Tells webhooks. */
record WebhookPostman(WebhookCaller caller) implements Postman {

  @Override
  public Optional<Event> event(Instant at, Notice notice) {
    if (!caller.isWanted(NoticeJson.type(notice))) {
      return Optional.empty();
    }
    NoticeJson told = NoticeJson.of(at, notice);
    return Optional.of(new Event(told.type(), told.json()));
  }

  @Override
  public void tell(Event event, Runnable settled) {
    caller.tell(event.type(), event.json(), settled);
  }
}

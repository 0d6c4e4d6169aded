package io.proffer.frameworks.common.webhook;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody who is called when something happens.
 *
 * @param url {@code http} or {@code https}; may hold a secret of theirs
 * @param events the types they want; none: all
 * @param secret what calls are signed with: the header {@code X-Proffer-Signature} is {@code
 *     sha256=} and the HMAC of the body, in hexadecimal digits
 */
public record Webhook(String id, String url, Set<String> events, Optional<String> secret) {

  /** How many there may be. */
  public static final int MAX = 100;

  public Webhook {
    events = Collections.unmodifiableSet(new LinkedHashSet<>(events));
  }

  /** One whose calls are not signed. */
  public Webhook(String id, String url, Set<String> events) {
    this(id, url, events, Optional.empty());
  }

  /** Whether they want events of a type. */
  public boolean wants(String type) {
    return events.isEmpty() || events.contains(type);
  }

  /** Says who wants what, and no secret. */
  @Override
  public String toString() {
    return id + " " + url + " " + events;
  }
}

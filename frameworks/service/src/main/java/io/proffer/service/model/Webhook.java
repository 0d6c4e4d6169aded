package io.proffer.service.model;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Somebody who is called when something happens.
 *
 * @param url {@code http} or {@code https}; may hold a secret of theirs
 * @param events the types they want; none: all
 */
public record Webhook(String id, String url, Set<String> events) {

  /** How many there may be. */
  public static final int MAX = 100;

  public Webhook {
    events = Collections.unmodifiableSet(new LinkedHashSet<>(events));
  }
}

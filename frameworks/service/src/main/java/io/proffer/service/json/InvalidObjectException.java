package io.proffer.service.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A document that cannot be taken, and why. */
public final class InvalidObjectException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Map<String, List<String>> details;

  InvalidObjectException(String message, Map<String, List<String>> details) {
    super(message);
    this.details = new LinkedHashMap<>(details);
  }

  /** What is wrong, by path. */
  public Map<String, List<String>> details() {
    return details;
  }
}

package io.proffer.batch.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A document that cannot be taken, and why. */
public final class InvalidObjectException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Map<String, List<String>> details;

  InvalidObjectException(Map<String, List<String>> details) {
    super("Object is not valid");
    this.details = new LinkedHashMap<>(details);
  }

  /** A document that breaks one rule. */
  public static InvalidObjectException of(String path, String rule) {
    return new InvalidObjectException(Map.of(path, List.of(rule)));
  }

  /** What is wrong, by path. */
  public Map<String, List<String>> details() {
    return details;
  }
}

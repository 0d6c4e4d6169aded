package io.proffer.master.validation;

import java.util.Optional;

/** What may be an id: ids become names of directories. */
final class IdRule {
  private static final int MAX_LENGTH = 255;

  private IdRule() {}

  static Optional<String> problem(String id) {
    if (id.isEmpty()) {
      return Optional.of("ID must not be empty");
    }
    if (id.length() > MAX_LENGTH) {
      return Optional.of("ID must not be greater than " + MAX_LENGTH + " characters");
    }
    if (id.equals(".") || id.equals("..")) {
      return Optional.of("'" + id + "' is disallowed");
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (c < ' ' || c == 0x7f || c == '/' || c == '\\') {
        return Optional.of("'" + id + "' contains invalid characters");
      }
    }
    return Optional.empty();
  }
}

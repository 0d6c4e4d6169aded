package io.proffer.master.validation;

import java.util.Optional;

/** Who a client proved to be must be who its framework says it is. */
public final class PrincipalRule {
  private PrincipalRule() {}

  /**
   * Why the two do not go together.
   *
   * @param proved empty without authentication, which goes with everyone
   * @param claims whether the framework names a principal; one that names none goes with everyone
   * @param claimed the principal the framework names
   */
  public static Optional<String> problem(Optional<String> proved, boolean claims, String claimed) {
    if (proved.isEmpty() || !claims || proved.get().equals(claimed)) {
      return Optional.empty();
    }
    return Optional.of(
        "Authenticated principal '"
            + proved.get()
            + "' does not match principal '"
            + claimed
            + "' set in `FrameworkInfo`");
  }
}

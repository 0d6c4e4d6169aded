package io.proffer.master.validation;

import io.proffer.core.model.Roles;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.WeightInfo;

/** What makes weights of roles such as can be; in Mesos' words. */
public final class WeightRules {
  private static final String FAILED = "Failed to validate update weights request JSON";

  private WeightRules() {}

  /** Why there cannot be these weights; empty if there can. */
  public static Optional<String> problem(List<WeightInfo> weights) {
    return weights.stream().flatMap(info -> problem(info).stream()).findFirst();
  }

  private static Optional<String> problem(WeightInfo info) {
    String role = info.getRole();
    Optional<String> ofRole = Roles.problem(role);
    if (ofRole.isPresent()) {
      return Optional.of(FAILED + ": Invalid role '" + role + "': " + ofRole.get());
    }
    double weight = info.getWeight();
    if (weight > 0 && Double.isFinite(weight)) {
      return Optional.empty();
    }
    return Optional.of(
        "%s for role '%s': Invalid weight '%s': Weights must be %s"
            .formatted(FAILED, role, text(weight), weight > 0 ? "finite" : "positive"));
  }

  private static String text(double number) {
    return number == Math.rint(number) && !Double.isInfinite(number)
        ? Long.toString((long) number)
        : Double.toString(number);
  }
}

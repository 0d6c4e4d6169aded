package io.proffer.service.matching;

import io.proffer.service.model.Constraint;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether a place keeps to a constraint, given where the other instances are. */
final class ConstraintCheck {

  private ConstraintCheck() {}

  /**
   * Why an instance must not be placed; empty if it may.
   *
   * @param value of the constraint's field at the place; empty if it has none
   * @param others where the other instances of the same configuration are
   * @param instances how many there are to be
   */
  static Optional<String> problem(
      Constraint constraint, Optional<String> value, Neighbours others, int instances) {
    if (value.isEmpty()) {
      return constraint.operator() == Constraint.Operator.UNLIKE
          ? Optional.empty()
          : Optional.of("needs " + constraint + ", has no " + constraint.field());
    }
    return allows(constraint, value.get(), others.of(constraint.field()), instances)
        ? Optional.empty()
        : Optional.of("needs " + constraint + ", " + constraint.field() + " is " + value.get());
  }

  private static boolean allows(
      Constraint constraint, String value, Neighbours.Values others, int instances) {
    String wanted = constraint.value().orElse("");
    return switch (constraint.operator()) {
      case UNIQUE -> others.count(value) == 0;
      case CLUSTER -> value.equals(wanted.isEmpty() ? others.first().orElse(value) : wanted);
      case GROUP_BY ->
          wanted.isEmpty()
              ? joinsTheSmallest(value, others)
              : joinsEvenly(value, others, Integer.parseInt(wanted), instances);
      case MAX_PER -> others.count(value) < Integer.parseInt(wanted);
      case LIKE -> Pattern.matches(wanted, value);
      case UNLIKE -> !Pattern.matches(wanted, value);
      case IS -> rounded(value).equals(rounded(wanted));
    };
  }

  private static boolean joinsTheSmallest(String value, Neighbours.Values others) {
    int here = others.count(value);
    return here == 0 || here == others.smallest();
  }

  /** Of g groups each has n / g instances, and n % g of them one more. */
  private static boolean joinsEvenly(
      String value, Neighbours.Values others, int wantedGroups, int instances) {
    int here = others.count(value);
    if (here == 0) {
      return others.groups() < wantedGroups;
    }
    int share = instances / wantedGroups;
    int more = instances % wantedGroups;
    return here < share || (here == share && others.groupsLargerThan(share) < more);
  }

  /** Numbers compare as Mesos keeps them, to three decimals. */
  private static String rounded(String value) {
    try {
      return new BigDecimal(value)
          .setScale(3, RoundingMode.HALF_UP)
          .stripTrailingZeros()
          .toPlainString();
    } catch (NumberFormatException text) {
      return value;
    }
  }
}

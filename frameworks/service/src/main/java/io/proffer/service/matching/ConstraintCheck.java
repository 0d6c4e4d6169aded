package io.proffer.service.matching;

import io.proffer.service.model.Constraint;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether a place keeps to a constraint, given where the other instances are. */
final class ConstraintCheck {

  private ConstraintCheck() {}

  /**
   * Why an instance must not be placed; empty if it may.
   *
   * @param value of the constraint's field at the place; empty if it has none
   * @param others the values at the places of the other instances of the same configuration
   * @param instances how many there are to be
   */
  static Optional<String> problem(
      Constraint constraint, Optional<String> value, List<String> others, int instances) {
    if (value.isEmpty()) {
      return constraint.operator() == Constraint.Operator.UNLIKE
          ? Optional.empty()
          : Optional.of("needs " + constraint + ", has no " + constraint.field());
    }
    return allows(constraint, value.get(), others, instances)
        ? Optional.empty()
        : Optional.of("needs " + constraint + ", " + constraint.field() + " is " + value.get());
  }

  private static boolean allows(
      Constraint constraint, String value, List<String> others, int instances) {
    String wanted = constraint.value().orElse("");
    return switch (constraint.operator()) {
      case UNIQUE -> !others.contains(value);
      case CLUSTER ->
          wanted.isEmpty()
              ? others.isEmpty() || others.getFirst().equals(value)
              : value.equals(wanted);
      case GROUP_BY ->
          wanted.isEmpty()
              ? joinsTheSmallest(value, others)
              : joinsEvenly(value, others, Integer.parseInt(wanted), instances);
      case MAX_PER -> count(value, others) < Integer.parseInt(wanted);
      case LIKE -> Pattern.matches(wanted, value);
      case UNLIKE -> !Pattern.matches(wanted, value);
      case IS -> rounded(value).equals(rounded(wanted));
    };
  }

  private static long count(String value, List<String> others) {
    return others.stream().filter(value::equals).count();
  }

  private static Map<String, Integer> groups(List<String> others) {
    Map<String, Integer> groups = new HashMap<>();
    others.forEach(other -> groups.merge(other, 1, Integer::sum));
    return groups;
  }

  private static boolean joinsTheSmallest(String value, List<String> others) {
    Map<String, Integer> groups = groups(others);
    int smallest = groups.values().stream().mapToInt(Integer::intValue).min().orElse(0);
    return !groups.containsKey(value) || groups.getOrDefault(value, 0) == smallest;
  }

  /** Of g groups each has n / g instances, and n % g of them one more. */
  private static boolean joinsEvenly(
      String value, List<String> others, int wantedGroups, int instances) {
    Map<String, Integer> groups = groups(others);
    if (!groups.containsKey(value)) {
      return groups.size() < wantedGroups;
    }
    int share = instances / wantedGroups;
    int more = instances % wantedGroups;
    int here = groups.getOrDefault(value, 0);
    long larger = groups.values().stream().filter(size -> size > share).count();
    return here < share || (here == share && larger < more);
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

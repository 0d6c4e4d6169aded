package io.proffer.service.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.service.model.Constraint;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads constraints: {@code ["rack", "GROUP_BY", "3"]}. */
final class ConstraintReader {

  private static final Pattern IS_VALUE = Pattern.compile("[a-zA-Z0-9_/.-]*");

  private ConstraintReader() {}

  static List<Constraint> constraints(Fields app) {
    return app.list("constraints", (node, where) -> constraint(node, where, app.problems()));
  }

  /** A constraint as pods have it: an object. */
  static Constraint podConstraint(Fields f) {
    Constraint constraint =
        new Constraint(
            f.requiredText("fieldName"),
            f.choice(
                "operator", Constraint.Operator.UNIQUE, Enum::name, Constraint.Operator.values()),
            f.text("value"));
    problem(constraint).ifPresent(rule -> f.broken("", rule));
    return constraint;
  }

  private static Constraint constraint(JsonNode node, String where, Problems problems) {
    if (!node.isArray()) {
      problems.wrongType(where, "error.expected.jsarray");
    }
    if (node.size() < 2 || node.size() > 3) {
      problems.broken(where, "Each constraint must have either 2 or 3 fields");
    }
    String field = node.path(0).asText();
    Optional<String> value =
        node.hasNonNull(2) ? Optional.of(node.path(2).asText()) : Optional.empty();
    Constraint.Operator operator = Constraint.Operator.UNIQUE;
    try {
      operator = Constraint.Operator.valueOf(node.path(1).asText());
    } catch (IllegalArgumentException unknown) {
      problems.broken(
          where, "Operator must be one of UNIQUE, CLUSTER, GROUP_BY, MAX_PER, LIKE, UNLIKE, IS");
    }
    Constraint constraint = new Constraint(field, operator, value);
    problem(constraint).ifPresent(rule -> problems.broken(where, rule));
    return constraint;
  }

  private static Optional<String> problem(Constraint constraint) {
    Optional<String> value = constraint.value();
    return switch (constraint.operator()) {
      case UNIQUE -> value.map(v -> "Value specified but not used");
      case CLUSTER -> Optional.empty();
      case GROUP_BY -> value.filter(v -> !isCount(v)).map(ConstraintReader::noCount);
      case MAX_PER ->
          value.filter(ConstraintReader::isCount).isPresent()
              ? Optional.empty()
              : Optional.of(noCount(value.orElse("nothing")));
      case LIKE, UNLIKE ->
          value.isEmpty()
              ? Optional.of("A regular expression value must be provided")
              : value.flatMap(ConstraintReader::badPattern);
      case IS ->
          value.filter(v -> IS_VALUE.matcher(v).matches()).isPresent()
              ? Optional.empty()
              : Optional.of("IS needs a value of letters, digits and _ / . -");
    };
  }

  private static boolean isCount(String value) {
    return value.matches("[1-9][0-9]{0,8}");
  }

  private static String noCount(String value) {
    return "Value was specified but is not a number: " + value;
  }

  private static Optional<String> badPattern(String pattern) {
    try {
      var unused = Pattern.compile(pattern);
      return Optional.empty();
    } catch (PatternSyntaxException bad) {
      return Optional.of("'" + pattern + "' is not a valid regular expression");
    }
  }
}

package io.proffer.batch.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where runs may be.
 *
 * @param attribute of the agent, or {@code hostname} or {@code @hostname}
 */
public record Constraint(String attribute, Operator operator, String value) {

  /** How values are compared; {@code EQ} is written {@code IS}. */
  public enum Operator {
    IS,
    LIKE,
    UNLIKE
  }

  /** Whether the constraint is about the name of the agent's host. */
  public boolean isHostname() {
    return attribute.equals("hostname") || attribute.equals("@hostname");
  }

  /**
   * Why a place does not keep to it; empty if it does.
   *
   * @param present what the place has
   */
  public Optional<String> problem(Optional<String> present) {
    boolean kept =
        switch (operator) {
          case IS -> present.filter(value::equals).isPresent();
          case LIKE -> present.filter(p -> Pattern.matches(value, p)).isPresent();
          case UNLIKE -> present.filter(p -> Pattern.matches(value, p)).isEmpty();
        };
    return kept
        ? Optional.empty()
        : Optional.of("needs " + this + ", has " + present.orElse("no " + attribute));
  }

  @Override
  public String toString() {
    return attribute + " " + operator + " " + value;
  }
}

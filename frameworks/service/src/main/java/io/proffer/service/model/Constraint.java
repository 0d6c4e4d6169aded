package io.proffer.service.model;

import java.util.Optional;

/**
 * Where instances may run.
 *
 * @param field {@code hostname}, {@code @region}, {@code @zone} or an attribute of agents
 */
public record Constraint(String field, Operator operator, Optional<String> value) {

  /** What is asked of the field. */
  public enum Operator {
    UNIQUE,
    CLUSTER,
    GROUP_BY,
    MAX_PER,
    LIKE,
    UNLIKE,
    IS
  }

  @Override
  public String toString() {
    return field + " " + operator + value.map(v -> " " + v).orElse("");
  }
}

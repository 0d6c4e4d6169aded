package io.proffer.service.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.frameworks.common.json.JsonType;
import io.proffer.frameworks.common.json.NamedFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The fields of one object that have one value each, with the rules that many of them have. */
class ScalarFields extends NamedFields {

  private final Problems problems;

  ScalarFields(ObjectNode object, String path, Problems problems) {
    super(object, path, problems);
    this.problems = problems;
  }

  Problems problems() {
    return problems;
  }

  String text(String name, String unset) {
    return text(name).orElse(unset);
  }

  /** A text that must be there and not be empty. */
  String requiredText(String name) {
    Optional<JsonNode> there = present(name);
    Optional<String> text = text(name);
    if (there.isEmpty()) {
      problems.wrongType(at(name), "error.path.missing");
    } else if (text.filter(String::isEmpty).isPresent()) {
      broken(name, "must not be empty");
    }
    return text.orElse("");
  }

  double number(String name, double unset, double min) {
    double value = typed(name, JsonType.NUMBER).map(JsonNode::doubleValue).orElse(unset);
    if (!(value >= min)) {
      broken(name, "error.min: must be at least " + plain(min));
    }
    return value;
  }

  int integer(String name, int unset, int min, int max) {
    return integer(name, min, max).orElse(unset);
  }

  Optional<Integer> integer(String name, int min, int max) {
    Optional<JsonNode> number = typed(name, JsonType.NUMBER);
    if (number.isEmpty()) {
      return Optional.empty();
    }
    double value = number.get().doubleValue();
    if (value != Math.rint(value)) {
      problems.wrongType(at(name), "error.expected.int");
    } else if (value < min || value > max) {
      broken(
          name,
          max == Integer.MAX_VALUE
              ? "error.min: must be at least " + min
              : "must be between " + min + " and " + max);
    } else {
      return Optional.of((int) value);
    }
    return Optional.empty();
  }

  /** The value of an enum, written by its name in any case. */
  <E extends Enum<E>> E choice(String name, E unset, Function<E, String> written, E[] values) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return unset;
    }
    for (E value : values) {
      if (written.apply(value).equalsIgnoreCase(text.get())) {
        return value;
      }
    }
    List<String> choices = new ArrayList<>();
    for (E value : values) {
      choices.add(written.apply(value));
    }
    problems.wrongType(
        at(name), "error.unknown.enum.literal: use one of " + String.join(", ", choices));
    return unset;
  }
}

package io.proffer.service.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the fields of one JSON object by name, those of one value each. A field that is {@code
 * null} is as good as absent; one of another type is noted and taken for absent, so that one
 * reading finds all that is wrong.
 */
class ScalarFields {

  private final ObjectNode object;
  private final String path;
  private final Problems problems;
  private final Set<String> known = new HashSet<>();

  ScalarFields(ObjectNode object, String path, Problems problems) {
    this.object = object;
    this.path = path;
    this.problems = problems;
  }

  Problems problems() {
    return problems;
  }

  /** The path of a field, or of the object itself for an empty name. */
  String at(String name) {
    return name.isEmpty() ? (path.isEmpty() ? "/" : path) : path + "/" + name;
  }

  void broken(String name, String rule) {
    problems.broken(at(name), rule);
  }

  boolean has(String name) {
    return present(name).isPresent();
  }

  Optional<String> text(String name) {
    return typed(name, JsonNode::isTextual, "error.expected.jsstring").map(JsonNode::textValue);
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

  boolean flag(String name, boolean unset) {
    return typed(name, JsonNode::isBoolean, "error.expected.jsboolean")
        .map(JsonNode::booleanValue)
        .orElse(unset);
  }

  double number(String name, double unset, double min) {
    double value =
        typed(name, JsonNode::isNumber, "error.expected.jsnumber")
            .map(JsonNode::doubleValue)
            .orElse(unset);
    if (!(value >= min)) {
      broken(name, "error.min: must be at least " + plain(min));
    }
    return value;
  }

  int integer(String name, int unset, int min, int max) {
    return integer(name, min, max).orElse(unset);
  }

  Optional<Integer> integer(String name, int min, int max) {
    Optional<JsonNode> number = typed(name, JsonNode::isNumber, "error.expected.jsnumber");
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

  /** Fields that may be there and say nothing here. */
  void ignore(String... names) {
    known.addAll(List.of(names));
  }

  /** A field that is right, but of no effect here yet, is refused rather than ignored. */
  void refuse(String name, String what) {
    Optional<JsonNode> node = present(name);
    if (node.filter(n -> !(n.isContainerNode() && n.isEmpty())).isPresent()) {
      broken(name, what + " not supported yet");
    }
  }

  /** The names of all fields there are, which are all known then. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    known.addAll(names);
    return names;
  }

  /** Any value, noted as known. */
  Optional<JsonNode> present(String name) {
    known.add(name);
    JsonNode node = object.get(name);
    return node == null || node.isNull() ? Optional.empty() : Optional.of(node);
  }

  /** Fields nobody has asked for are refused, with the nearest that there is. */
  void refuseOthers() {
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                String hint =
                    Nearest.to(name, known).map(n -> "; did you mean '" + n + "'?").orElse("");
                broken(name, "unknown field" + hint);
              }
            });
  }

  Optional<JsonNode> typed(String name, java.util.function.Predicate<JsonNode> type, String error) {
    Optional<JsonNode> node = present(name);
    if (node.isPresent() && !type.test(node.get())) {
      problems.wrongType(at(name), error);
      return Optional.empty();
    }
    return node;
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}

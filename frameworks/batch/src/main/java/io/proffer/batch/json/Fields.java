package io.proffer.batch.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Reads the fields of one JSON object by name. A field that is {@code null} is as good as absent;
 * one that is not as it must be is noted and taken for absent, so that one reading finds all that
 * is wrong.
 */
final class Fields {

  private static final double MAX_NUMBER = 1e9;

  private final ObjectNode object;
  private final String path;
  private final Problems problems;
  private final Set<String> known = new HashSet<>();

  Fields(ObjectNode object, String path, Problems problems) {
    this.object = object;
    this.path = path;
    this.problems = problems;
  }

  void broken(String name, String rule) {
    problems.broken(name.isEmpty() ? (path.isEmpty() ? "/" : path) : path + "/" + name, rule);
  }

  boolean has(String name) {
    return present(name).isPresent();
  }

  Optional<String> text(String name) {
    return typed(name, JsonNode::isTextual, "a string").map(JsonNode::textValue);
  }

  /** A text that must be there and not be empty. */
  String requiredText(String name) {
    boolean missing = !has(name);
    Optional<String> text = text(name);
    if (missing) {
      broken(name, "is missing");
    } else if (text.filter(String::isEmpty).isPresent()) {
      broken(name, "must not be empty");
    }
    return text.orElse("");
  }

  boolean flag(String name, boolean unset) {
    return typed(name, JsonNode::isBoolean, "true or false")
        .map(JsonNode::booleanValue)
        .orElse(unset);
  }

  /** A number that must be there. */
  double requiredNumber(String name, double min) {
    boolean missing = !has(name);
    if (missing) {
      broken(name, "is missing");
    }
    return number(name, min, min);
  }

  double number(String name, double unset, double min) {
    Optional<Double> value = typed(name, JsonNode::isNumber, "a number").map(JsonNode::doubleValue);
    if (value.filter(v -> !(v >= min && v <= MAX_NUMBER)).isPresent()) {
      broken(name, "must be at least " + plain(min) + " and at most 1000000000");
      return unset;
    }
    return value.orElse(unset);
  }

  Optional<Integer> integer(String name, int min, int max) {
    Optional<JsonNode> number = typed(name, JsonNode::isNumber, "a whole number");
    if (number.isEmpty()) {
      return Optional.empty();
    }
    double value = number.get().doubleValue();
    if (value != Math.rint(value) || value < min || value > max) {
      broken(name, "must be a whole number from " + min + " to " + max);
      return Optional.empty();
    }
    return Optional.of((int) value);
  }

  Optional<Duration> seconds(String name, int min) {
    return integer(name, min, Integer.MAX_VALUE).map(Duration::ofSeconds);
  }

  /** The fields of an object, whatever they are. */
  List<Map.Entry<String, JsonNode>> entries(String name) {
    return typed(name, JsonNode::isObject, "an object")
        .map(node -> List.copyOf(node.properties()))
        .orElse(List.of());
  }

  Map<String, String> texts(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : entries(name)) {
      if (entry.getValue().isTextual()) {
        texts.put(entry.getKey(), entry.getValue().textValue());
      } else {
        broken(name + "/" + entry.getKey(), "must be a string");
      }
    }
    return texts;
  }

  List<String> textList(String name) {
    return list(
        name,
        (node, where) -> {
          if (!node.isTextual()) {
            problems.broken(where, "must be a string");
          }
          return node.asText();
        });
  }

  private <T> List<T> list(String name, BiFunction<JsonNode, String, T> read) {
    List<T> elements = new ArrayList<>();
    typed(name, JsonNode::isArray, "an array")
        .ifPresent(
            array -> {
              for (int i = 0; i < array.size(); i++) {
                elements.add(read.apply(array.get(i), path + "/" + name + "(" + i + ")"));
              }
            });
    return elements;
  }

  /** Each element of an array of objects. */
  <T> List<T> objects(String name, Function<Fields, T> read) {
    List<Optional<T>> values =
        list(
            name,
            (node, where) -> {
              if (node instanceof ObjectNode element) {
                Fields fields = new Fields(element, where, problems);
                T value = read.apply(fields);
                fields.refuseOthers();
                return Optional.of(value);
              }
              problems.broken(where, "must be an object");
              return Optional.empty();
            });
    return values.stream().flatMap(Optional::stream).toList();
  }

  /** An object, read by a function of its fields, which must be all it has. */
  <T> Optional<T> object(String name, Function<Fields, T> read) {
    return typed(name, JsonNode::isObject, "an object")
        .map(ObjectNode.class::cast)
        .map(
            node -> {
              Fields fields = new Fields(node, path + "/" + name, problems);
              T value = read.apply(fields);
              fields.refuseOthers();
              return value;
            });
  }

  /** The value of an enum. */
  <E extends Enum<E>> E choice(String name, E unset, Function<E, String> written, E[] values) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return unset;
    }
    for (E value : values) {
      if (written.apply(value).equals(text.get())) {
        return value;
      }
    }
    String choices = Arrays.stream(values).map(written).collect(Collectors.joining(", "));
    broken(name, "'" + text.get() + "' is none of " + choices);
    return unset;
  }

  /** A field that is right, but of no effect here yet, is refused rather than ignored. */
  void refuse(String name, String what) {
    Optional<JsonNode> node = present(name);
    if (node.filter(n -> !(n.isContainerNode() && n.isEmpty())).isPresent()) {
      broken(name, what + " not supported yet");
    }
  }

  /** Fields that say nothing here. */
  void ignore(String... names) {
    known.addAll(List.of(names));
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

  private Optional<JsonNode> present(String name) {
    known.add(name);
    JsonNode node = object.get(name);
    return node == null || node.isNull() ? Optional.empty() : Optional.of(node);
  }

  private Optional<JsonNode> typed(String name, Predicate<JsonNode> type, String what) {
    Optional<JsonNode> node = present(name);
    if (node.isPresent() && !type.test(node.get())) {
      broken(name, "must be " + what);
      return Optional.empty();
    }
    return node;
  }

  static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}

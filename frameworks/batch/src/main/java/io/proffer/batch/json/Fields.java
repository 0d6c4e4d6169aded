package io.proffer.batch.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.frameworks.common.json.JsonType;
import io.proffer.frameworks.common.json.NamedFields;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The fields of one object of a job, with the rules that many of them have. */
final class Fields extends NamedFields {

  private static final double MAX_NUMBER = 1e9;

  private final Problems problems;

  Fields(ObjectNode object, String path, Problems problems) {
    super(object, path, problems);
    this.problems = problems;
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

  /** A number that must be there. */
  double requiredNumber(String name, double min) {
    boolean missing = !has(name);
    if (missing) {
      broken(name, "is missing");
    }
    return number(name, min, min);
  }

  double number(String name, double unset, double min) {
    Optional<Double> value = typed(name, JsonType.NUMBER).map(JsonNode::doubleValue);
    if (value.filter(v -> !(v >= min && v <= MAX_NUMBER)).isPresent()) {
      broken(name, "must be at least " + plain(min) + " and at most 1000000000");
      return unset;
    }
    return value.orElse(unset);
  }

  Optional<Integer> integer(String name, int min, int max) {
    Optional<JsonNode> number = typed(name, JsonType.NUMBER);
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

  /** Each element of an array of objects. */
  <T> List<T> objects(String name, Function<Fields, T> read) {
    return objectList(name, (element, where) -> whole(element, where, read));
  }

  /** An object, read by a function of its fields, which must be all it has. */
  <T> Optional<T> object(String name, Function<Fields, T> read) {
    return object(name).map(node -> whole(node, at(name), read));
  }

  private <T> T whole(ObjectNode node, String where, Function<Fields, T> read) {
    Fields fields = new Fields(node, where, problems);
    T value = read.apply(fields);
    fields.refuseOthers();
    return value;
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
}

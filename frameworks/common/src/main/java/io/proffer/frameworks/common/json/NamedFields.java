package io.proffer.frameworks.common.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Reads the fields of one JSON object by name. A field that is {@code null} is as good as absent;
 * one of another type is noted and taken for absent, so that one reading finds all that is wrong.
 * Not thread-safe.
 */
public class NamedFields {

  /** Takes down what is wrong with a document, by path. */
  public interface Report {

    /** Something breaks a rule. */
    void broken(String path, String rule);

    /** Something is not of the type it must be. */
    void wrongType(String path, JsonType expected);

    /**
     * Somebody looks for a field, which may not be there: what is looked for is what a document may
     * say.
     *
     * @param object the path of what it would be in
     * @param type that it would have to be of; empty where any may do
     */
    default void asked(String object, String name, Optional<JsonType> type) {}
  }

  private final ObjectNode object;
  private final String path;
  private final Report report;
  private final Set<String> known = new HashSet<>();

  /**
   * @param path of the object in its document; empty for the document itself
   */
  protected NamedFields(ObjectNode object, String path, Report report) {
    this.object = object;
    this.path = path;
    this.report = report;
  }

  /** The path of a field, or of the object itself for an empty name. */
  public String at(String name) {
    return name.isEmpty() ? (path.isEmpty() ? "/" : path) : path + "/" + name;
  }

  /** Notes that a field breaks a rule. */
  public void broken(String name, String rule) {
    report.broken(at(name), rule);
  }

  /** Whether a field is there. */
  public boolean has(String name) {
    return present(name).isPresent();
  }

  /** A text; empty when there is none. */
  public Optional<String> text(String name) {
    return typed(name, JsonType.STRING).map(JsonNode::textValue);
  }

  /** True or false, or what it is when it is not there. */
  public boolean flag(String name, boolean unset) {
    return typed(name, JsonType.BOOLEAN).map(JsonNode::booleanValue).orElse(unset);
  }

  /** The fields of an object, whatever they are, in their order. */
  public List<Map.Entry<String, JsonNode>> entries(String name) {
    return typed(name, JsonType.OBJECT)
        .map(node -> List.copyOf(node.properties()))
        .orElse(List.of());
  }

  /** An object of texts, in their order. */
  public Map<String, String> texts(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : entries(name)) {
      if (entry.getValue().isTextual()) {
        texts.put(entry.getKey(), entry.getValue().textValue());
      } else {
        report.wrongType(at(name) + "/" + entry.getKey(), JsonType.STRING);
      }
    }
    return texts;
  }

  /** An array of texts. */
  public List<String> textList(String name) {
    return list(
        name,
        (node, where) -> {
          if (!node.isTextual()) {
            report.wrongType(where, JsonType.STRING);
          }
          return node.asText();
        });
  }

  /** Each element of an array, read by a function of the element and its path. */
  public <E> List<E> list(String name, BiFunction<JsonNode, String, E> read) {
    List<E> elements = new ArrayList<>();
    typed(name, JsonType.ARRAY)
        .ifPresent(
            array -> {
              for (int i = 0; i < array.size(); i++) {
                elements.add(read.apply(array.get(i), at(name) + "(" + i + ")"));
              }
            });
    return elements;
  }

  /** Each element of an array of objects, read by a function of the element and its path. */
  protected <E> List<E> objectList(String name, BiFunction<ObjectNode, String, E> read) {
    List<Optional<E>> elements =
        list(
            name,
            (node, where) -> {
              if (node instanceof ObjectNode element) {
                return Optional.of(read.apply(element, where));
              }
              report.wrongType(where, JsonType.OBJECT);
              return Optional.empty();
            });
    return elements.stream().flatMap(Optional::stream).toList();
  }

  /** An object as it is; empty when there is none. */
  public Optional<ObjectNode> object(String name) {
    return typed(name, JsonType.OBJECT).map(ObjectNode.class::cast);
  }

  /** Fields that may be there and say nothing here. */
  public void ignore(String... names) {
    known.addAll(List.of(names));
  }

  /** A field that is right, but of no effect here yet, is refused rather than ignored. */
  public void refuse(String name, String what) {
    Optional<JsonNode> node = present(name);
    if (node.filter(n -> !(n.isContainerNode() && n.isEmpty())).isPresent()) {
      broken(name, what + " not supported yet");
    }
  }

  /** The names of all fields there are, which are all known then. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    known.addAll(names);
    return names;
  }

  /** Fields nobody has asked for are refused, with the nearest that there is. */
  public void refuseOthers() {
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

  /** Any value, noted as known. */
  public Optional<JsonNode> present(String name) {
    report.asked(path, name, Optional.empty());
    return there(name);
  }

  private Optional<JsonNode> there(String name) {
    known.add(name);
    JsonNode node = object.get(name);
    return node == null || node.isNull() ? Optional.empty() : Optional.of(node);
  }

  /** A value of a type; one of another is noted as wrong and taken for absent. */
  protected Optional<JsonNode> typed(String name, JsonType type) {
    report.asked(path, name, Optional.of(type));
    Optional<JsonNode> node = there(name);
    if (node.isPresent() && !type.is(node.get())) {
      report.wrongType(at(name), type);
      return Optional.empty();
    }
    return node;
  }

  /** A number as people write it: without a fraction when it has none. */
  public static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}

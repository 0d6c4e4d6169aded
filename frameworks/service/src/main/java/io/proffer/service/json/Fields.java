package io.proffer.service.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Reads the fields of one JSON object by name, lists and objects among them. */
final class Fields extends ScalarFields {

  Fields(ObjectNode object, String path, Problems problems) {
    super(object, path, problems);
  }

  Map<String, String> texts(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    object(name)
        .ifPresent(
            node ->
                node.properties()
                    .forEach(
                        entry -> {
                          if (entry.getValue().isTextual()) {
                            texts.put(entry.getKey(), entry.getValue().textValue());
                          } else {
                            problems()
                                .wrongType(
                                    at(name) + "/" + entry.getKey(), "error.expected.jsstring");
                          }
                        }));
    return texts;
  }

  List<String> textList(String name) {
    return list(
        name,
        (node, where) -> {
          if (!node.isTextual()) {
            problems().wrongType(where, "error.expected.jsstring");
          }
          return node.asText();
        });
  }

  /** Each element of an array, read by a function of the element and its path. */
  <T> List<T> list(String name, BiFunction<JsonNode, String, T> read) {
    List<T> elements = new ArrayList<>();
    typed(name, JsonNode::isArray, "error.expected.jsarray")
        .ifPresent(
            array -> {
              for (int i = 0; i < array.size(); i++) {
                elements.add(read.apply(array.get(i), at(name) + "(" + i + ")"));
              }
            });
    return elements;
  }

  /** Each element of an array of objects. */
  <T> List<T> objects(String name, Function<Fields, T> read) {
    List<T> values = new ArrayList<>();
    var unused =
        list(
            name,
            (node, where) -> {
              if (node instanceof ObjectNode element) {
                Fields fields = new Fields(element, where, problems());
                values.add(read.apply(fields));
                fields.refuseOthers();
              } else {
                problems().wrongType(where, "error.expected.jsobject");
              }
              return node;
            });
    return values;
  }

  Optional<ObjectNode> object(String name) {
    return typed(name, JsonNode::isObject, "error.expected.jsobject").map(ObjectNode.class::cast);
  }

  /** The fields of an object; none if it is not there. Who asks refuses others. */
  Fields part(String name) {
    return new Fields(
        object(name).orElseGet(JsonNodeFactory.instance::objectNode), at(name), problems());
  }

  /** An object with this one alone in it, as if it had another name. */
  Fields renamed(String name, String as) {
    ObjectNode only = JsonNodeFactory.instance.objectNode();
    object(name).ifPresent(node -> only.set(as, node));
    return new Fields(only, at(""), problems());
  }

  /** An object, read by a function of its fields, which must be all it has. */
  <T> Optional<T> object(String name, Function<Fields, T> read) {
    return object(name)
        .map(
            node -> {
              Fields fields = new Fields(node, at(name), problems());
              T value = read.apply(fields);
              fields.refuseOthers();
              return value;
            });
  }
}

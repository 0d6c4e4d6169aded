package io.proffer.service.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.TreeSet;

/** What is different between two documents, by JSON path. */
public final class JsonDiff {

  private JsonDiff() {}

  /** An array of {@code {path, from, to}}; what is not there has no {@code from} or {@code to}. */
  public static ArrayNode of(JsonNode from, JsonNode to) {
    ArrayNode out = JsonNodeFactory.instance.arrayNode();
    compare("", from, to, out);
    return out;
  }

  private static void compare(String path, JsonNode from, JsonNode to, ArrayNode out) {
    if (from.equals(to)) {
      return;
    }
    if (from.isObject() && to.isObject()) {
      TreeSet<String> names = new TreeSet<>();
      from.fieldNames().forEachRemaining(names::add);
      to.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        compare(path + "/" + name, from.path(name), to.path(name), out);
      }
    } else if (from.isArray() && to.isArray() && from.size() == to.size()) {
      for (int i = 0; i < from.size(); i++) {
        compare(path + "(" + i + ")", from.get(i), to.get(i), out);
      }
    } else {
      ObjectNode one = out.addObject().put("path", path.isEmpty() ? "/" : path);
      if (!from.isMissingNode()) {
        one.set("from", from);
      }
      if (!to.isMissingNode()) {
        one.set("to", to);
      }
    }
  }
}

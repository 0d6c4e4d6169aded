package io.proffer.service.json;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The fields of one object of an app, lists and objects among them. */
final class Fields extends ScalarFields {

  Fields(ObjectNode object, String path, Problems problems) {
    super(object, path, problems);
  }

  /** Each element of an array of objects. */
  <T> List<T> objects(String name, Function<Fields, T> read) {
    return objectList(name, (element, where) -> whole(element, where, read));
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
    return object(name).map(node -> whole(node, at(name), read));
  }

  private <T> T whole(ObjectNode node, String where, Function<Fields, T> read) {
    Fields fields = new Fields(node, where, problems());
    T value = read.apply(fields);
    fields.refuseOthers();
    return value;
  }
}

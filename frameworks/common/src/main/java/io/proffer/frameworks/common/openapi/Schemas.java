package io.proffer.frameworks.common.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Shapes of what is sent and answered, in the words of OpenAPI. */
public final class Schemas {

  private Schemas() {}

  /** How one schema names another. */
  public static String reference(String schema) {
    return "#/components/schemas/" + schema;
  }

  /** An object with fields that are texts, and such as are whole numbers. */
  public static ObjectNode object(
      ObjectNode schemas, String name, List<String> texts, List<String> counts) {
    ObjectNode schema = schemas.putObject(name).put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    texts.forEach(text -> properties.putObject(text).put("type", "string"));
    counts.forEach(count -> properties.putObject(count).put("type", "integer"));
    return schema;
  }

  /** A list of what another schema says. */
  public static void list(ObjectNode schemas, String name, String of) {
    schemas.putObject(name).put("type", "array").putObject("items").put("$ref", reference(of));
  }

  /** An object with one field. */
  public static void holding(ObjectNode schemas, String name, String field, String of) {
    reference(object(schemas, name, List.of(), List.of()), field, of);
  }

  /** A field of what another schema says. */
  public static void reference(ObjectNode schema, String field, String of) {
    schema.withObjectProperty("properties").putObject(field).put("$ref", reference(of));
  }

  /** A field that is a list of texts. */
  public static void strings(ObjectNode schema, String field) {
    schema
        .withObjectProperty("properties")
        .putObject(field)
        .put("type", "array")
        .putObject("items")
        .put("type", "string");
  }
}

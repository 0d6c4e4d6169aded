package io.proffer.frameworks.common.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /openapi.json}: what an API takes and answers, in the words of OpenAPI 3.0. */
public final class OpenApiDocument {

  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");
  private static final String JSON = "application/json";

  private final ObjectNode document = JsonNodeFactory.instance.objectNode();
  private final Parameters parameters;

  /**
   * What parameters after the question mark are.
   *
   * @param meanings for people, by name
   * @param flags those that are true or false
   * @param repeated those that may be there several times
   */
  public record Parameters(Map<String, String> meanings, Set<String> flags, Set<String> repeated) {
    public Parameters {
      meanings = Map.copyOf(meanings);
      flags = Set.copyOf(flags);
      repeated = Set.copyOf(repeated);
    }
  }

  private OpenApiDocument(Parameters parameters) {
    this.parameters = parameters;
  }

  /**
   * @param title and {@code version} and {@code description} of the API
   * @param schemas adds all that the operations name
   */
  public static ObjectNode of(
      String title,
      String version,
      String description,
      List<Operation> operations,
      Parameters parameters,
      Consumer<ObjectNode> schemas) {
    OpenApiDocument out = new OpenApiDocument(parameters);
    out.document.put("openapi", "3.0.3");
    out.document
        .putObject("info")
        .put("title", title)
        .put("version", version)
        .put("description", description);
    ObjectNode paths = out.document.putObject("paths");
    for (Operation operation : operations) {
      ObjectNode path = paths.withObjectProperty(operation.path());
      out.add(path.putObject(operation.method().toLowerCase(Locale.ROOT)), operation);
    }
    schemas.accept(out.document.putObject("components").putObject("schemas"));
    return out.document;
  }

  private void add(ObjectNode out, Operation operation) {
    out.put("summary", operation.summary());
    ArrayNode taken = out.putArray("parameters");
    Matcher inPath = PARAMETER.matcher(operation.path());
    for (MatchResult found : inPath.results().toList()) {
      parameter(taken, found.group(1), "path").put("required", true);
    }
    for (String name : operation.query()) {
      parameter(taken, name, "query").put("description", parameters.meanings().get(name));
    }
    operation.body().ifPresent(schema -> body(out, schema));
    ObjectNode responses = out.putObject("responses");
    for (int status : operation.statuses()) {
      ObjectNode response =
          responses.putObject(Integer.toString(status)).put("description", operation.summary());
      if (!operation.answer().isEmpty()) {
        String type = operation.isText() ? operation.answer() : JSON;
        ObjectNode schema = response.putObject("content").putObject(type).putObject("schema");
        if (operation.isText()) {
          schema.put("type", "string");
        } else {
          schema.put("$ref", Schemas.reference(operation.answer()));
        }
      }
    }
    responses
        .putObject("default")
        .put("description", "Refused, with the reason.")
        .putObject("content")
        .putObject(JSON)
        .putObject("schema")
        .put("$ref", Schemas.reference("Error"));
  }

  private ObjectNode parameter(ArrayNode taken, String name, String in) {
    ObjectNode parameter = taken.addObject().put("name", name).put("in", in);
    String type = parameters.flags().contains(name) ? "boolean" : "string";
    if (parameters.repeated().contains(name)) {
      parameter.putObject("schema").put("type", "array").putObject("items").put("type", type);
    } else {
      parameter.putObject("schema").put("type", type);
    }
    return parameter;
  }

  private static void body(ObjectNode out, String schema) {
    ObjectNode content = out.putObject("requestBody").put("required", true).putObject("content");
    for (String type : List.of(JSON, "application/x-yaml")) {
      content.putObject(type).putObject("schema").put("$ref", Schemas.reference(schema));
    }
  }
}

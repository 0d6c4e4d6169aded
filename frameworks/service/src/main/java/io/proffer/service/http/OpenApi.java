package io.proffer.service.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code /openapi.json}: what the API takes and answers, in the words of OpenAPI 3.0. */
final class OpenApi {

  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");
  private static final String JSON = "application/json";

  private OpenApi() {}

  static ObjectNode document() {
    ObjectNode document = JsonNodeFactory.instance.objectNode().put("openapi", "3.0.3");
    document
        .putObject("info")
        .put("title", "Proffer's service framework")
        .put("version", InfoEndpoint.API_VERSION)
        .put(
            "description",
            "Long-running apps through Marathon's API. Ids of apps and groups are paths: their"
                + " slashes stand in the URL as they are.");
    ObjectNode paths = document.putObject("paths");
    for (Operation operation : all()) {
      ObjectNode path = paths.withObjectProperty(operation.path());
      add(path.putObject(operation.method().toLowerCase(Locale.ROOT)), operation);
    }
    OpenApiSchemas.add(document.putObject("components").putObject("schemas"));
    return document;
  }

  private static void add(ObjectNode out, Operation operation) {
    out.put("summary", operation.summary());
    ArrayNode parameters = out.putArray("parameters");
    Matcher inPath = PARAMETER.matcher(operation.path());
    for (MatchResult found : inPath.results().toList()) {
      parameter(parameters, found.group(1), "path").put("required", true);
    }
    for (String name : operation.query()) {
      parameter(parameters, name, "query").put("description", Operations.PARAMETERS.get(name));
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
          schema.put("$ref", OpenApiSchemas.reference(operation.answer()));
        }
      }
    }
    responses
        .putObject("default")
        .put("description", "Refused, with the reason.")
        .putObject("content")
        .putObject(JSON)
        .putObject("schema")
        .put("$ref", OpenApiSchemas.reference("Error"));
  }

  private static ObjectNode parameter(ArrayNode parameters, String name, String in) {
    ObjectNode parameter = parameters.addObject().put("name", name).put("in", in);
    String type = Operations.FLAGS.contains(name) ? "boolean" : "string";
    if (Operations.REPEATED.contains(name)) {
      parameter.putObject("schema").put("type", "array").putObject("items").put("type", type);
    } else {
      parameter.putObject("schema").put("type", type);
    }
    return parameter;
  }

  private static void body(ObjectNode out, String schema) {
    ObjectNode content = out.putObject("requestBody").put("required", true).putObject("content");
    for (String type : List.of(JSON, "application/x-yaml")) {
      content.putObject(type).putObject("schema").put("$ref", OpenApiSchemas.reference(schema));
    }
  }

  private static List<Operation> all() {
    return Stream.concat(Operations.ALL.stream(), BeyondOperations.ALL.stream()).toList();
  }
}

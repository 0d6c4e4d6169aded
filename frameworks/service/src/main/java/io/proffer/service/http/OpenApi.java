package io.proffer.service.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.frameworks.common.openapi.OpenApiDocument;
import io.proffer.frameworks.common.openapi.Operation;
import java.util.List;
import java.util.stream.Stream;

/** {@code /openapi.json}: what the API takes and answers. */
final class OpenApi {

  private OpenApi() {}

  static ObjectNode document() {
    return OpenApiDocument.of(
        "Proffer's service framework",
        InfoEndpoint.API_VERSION,
        "Long-running apps through Marathon's API. Ids of apps and groups are paths: their"
            + " slashes stand in the URL as they are.",
        all(),
        new OpenApiDocument.Parameters(
            Operations.PARAMETERS, Operations.FLAGS, Operations.REPEATED),
        OpenApiSchemas::add);
  }

  private static List<Operation> all() {
    return Stream.concat(Operations.ALL.stream(), BeyondOperations.ALL.stream()).toList();
  }
}

package io.proffer.batch.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.json.InvalidObjectException;
import io.proffer.batch.json.PoolReader;
import io.proffer.batch.kernel.PoolView;
import io.proffer.batch.kernel.RefusedException;
import io.proffer.batch.model.Pool;
import java.util.List;

/** {@code /v1/pools} and {@code /v1/pools/{name}}. */
final class PoolsEndpoint {

  private final Backend backend;

  PoolsEndpoint(Backend backend) {
    this.backend = backend;
  }

  Answer answer(Request request) throws HttpProblem, RefusedException, InvalidObjectException {
    List<String> rest = request.rest(2);
    if (rest.isEmpty()) {
      RunsEndpoint.require(request, "GET");
      ArrayNode out = JsonNodeFactory.instance.arrayNode();
      backend.ask((kernel, now) -> kernel.pools()).forEach(pool -> out.add(json(pool)));
      return Answer.ok(out);
    }
    if (rest.size() > 1) {
      throw HttpProblem.noRoute();
    }
    String name = rest.getFirst();
    return Answer.ok(
        json(
            switch (request.method()) {
              case "GET" -> backend.ask((kernel, now) -> kernel.pool(name));
              case "PUT" -> {
                Pool pool = PoolReader.read(request.object(), name);
                yield backend.ask((kernel, now) -> kernel.setPool(pool, now));
              }
              case "DELETE" -> backend.ask((kernel, now) -> kernel.removePool(name, now));
              default -> throw HttpProblem.wrongMethod(request);
            }));
  }

  private static ObjectNode json(PoolView view) {
    ObjectNode out = PoolReader.write(view.pool());
    ObjectNode usage = out.putObject("usage");
    view.usage().byUser().forEach(usage::put);
    return out;
  }
}

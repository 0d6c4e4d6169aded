package io.proffer.service.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.json.Times;
import io.proffer.service.model.SealedSecret;
import io.proffer.service.secret.Vault;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code /proffer/v1/secrets}: set, listed and removed, and never answered with their values. */
final class SecretsEndpoint implements Endpoint {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._/-]{0,252}");
  private static final int MAX_BYTES = 512 << 10;

  private final Backend backend;
  private final Optional<Vault> vault;

  SecretsEndpoint(Backend backend, Optional<Vault> vault) {
    this.backend = backend;
    this.vault = vault;
  }

  @Override
  public Answer answer(Request request) throws HttpProblem {
    List<String> rest = request.rest(3);
    if (rest.isEmpty()) {
      Routes.require(request, "GET");
      ObjectNode out = JsonNodeFactory.instance.objectNode();
      ArrayNode all = out.putArray("secrets");
      secrets().forEach(secret -> all.add(json(secret)));
      return Answer.ok(out);
    }
    String name = String.join("/", rest);
    return switch (request.method()) {
      case "GET" -> Answer.ok(json(known(name)));
      case "PUT" -> put(name, value(request.object()));
      case "DELETE" -> {
        var unused = known(name);
        var unusedToo = backend.ask((kernel, now) -> kernel.removeSecret(name));
        vault.ifPresent(v -> v.forget(name));
        yield Answer.empty(204);
      }
      default -> throw Routes.wrongMethod(request);
    };
  }

  private List<SealedSecret> secrets() throws HttpProblem {
    return backend.ask((kernel, now) -> kernel.secrets());
  }

  private SealedSecret known(String name) throws HttpProblem {
    return secrets().stream()
        .filter(s -> s.name().equals(name))
        .findFirst()
        .orElseThrow(() -> HttpProblem.missing("Secret '" + name + "'"));
  }

  private Answer put(String name, byte[] value) throws HttpProblem {
    if (vault.isEmpty()) {
      throw HttpProblem.of(
          409, "There is no key to keep secrets with: start the framework with --secrets-key-file");
    }
    if (!NAME.matcher(name).matches() || name.contains("..")) {
      throw HttpProblem.invalid(
          "/name", "must fully match regular expression '" + NAME.pattern() + "', without '..'");
    }
    Vault open = vault.get();
    Optional<SealedSecret> made =
        backend.ask((kernel, now) -> kernel.seal(name, v -> open.seal(name, value, v, now)));
    if (made.isEmpty()) {
      throw HttpProblem.of(403, "There are " + SealedSecret.MAX + " secrets, and can be no more");
    }
    open.know(List.of(made.get()));
    return Answer.json(made.get().version() == 1 ? 201 : 200, json(made.get()));
  }

  private static byte[] value(ObjectNode json) throws HttpProblem {
    byte[] value;
    if (json.size() == 1 && json.path("value").isTextual()) {
      value = json.path("value").textValue().getBytes(StandardCharsets.UTF_8);
    } else if (json.size() == 1 && json.path("base64").isTextual()) {
      try {
        value = Base64.getDecoder().decode(json.path("base64").textValue());
      } catch (IllegalArgumentException bad) {
        throw HttpProblem.invalid("/base64", "must be Base64");
      }
    } else {
      throw HttpProblem.invalid("/value", "must be a text, or else base64, and all there is");
    }
    if (value.length > MAX_BYTES) {
      throw HttpProblem.invalid("/value", "must be at most " + MAX_BYTES + " bytes");
    }
    return value;
  }

  private static ObjectNode json(SealedSecret secret) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", secret.name())
        .put("version", secret.version())
        .put("changedAt", Times.text(secret.changedAt()))
        .put("key", secret.key());
  }
}

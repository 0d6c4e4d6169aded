package io.proffer.cli.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.client.FrameworkApi;
import io.proffer.cli.client.HttpAddress;
import io.proffer.cli.config.LoginTokens;
import java.util.Optional;

/** Asks a batch framework through Metronome's API. Nothing is kept between requests. */
public final class BatchClient {

  private static final int DEFAULT_PORT = 8081;

  private final FrameworkApi api;

  private BatchClient(FrameworkApi api) {
    this.api = api;
  }

  /**
   * A client of the framework at {@code host}, {@code host:port} or {@code http(s)://host[:port]},
   * who does not say who he is.
   *
   * @throws CommandFailure (usage) when the text is none of them
   */
  public static BatchClient at(String text) {
    return at(text, Optional.empty());
  }

  /**
   * The same, or where a master leads to one: {@code http(s)://host[:port]/service/name}.
   *
   * @param tokens what masters gave: theirs is shown to them, if one leads there
   * @throws CommandFailure (usage) when the text is none of them
   */
  public static BatchClient at(String text, Optional<LoginTokens> tokens) {
    return HttpAddress.parseFramework(text, DEFAULT_PORT)
        .map(address -> new BatchClient(new FrameworkApi(address, tokens, new Metronome())))
        .orElseThrow(
            () ->
                CommandFailure.of(
                    ExitCode.USAGE,
                    "'" + text + "' does not name a batch framework",
                    "Give --batch host:port, http://host:port or, through a master,"
                        + " http://host:port/service/name."));
  }

  private static final class Metronome implements FrameworkApi.Words {

    @Override
    public String kind() {
      return "batch framework";
    }

    @Override
    public String flag() {
      return "--batch or PROFFER_BATCH";
    }

    @Override
    public String list() {
      return "proffer job list";
    }

    @Override
    public Optional<String> conflict() {
      return Optional.empty();
    }
  }

  /**
   * Reads a resource.
   *
   * @param path with its query, beginning with a slash
   */
  public JsonNode get(String path) {
    return send("GET", path, Optional.empty());
  }

  /** Makes something of what the path and the body say. */
  public JsonNode post(String path, JsonNode body) {
    return send("POST", path, Optional.of(body));
  }

  /** Sends a request, as {@link FrameworkApi#send} does. */
  public JsonNode send(String method, String path, Optional<JsonNode> body) {
    return api.send(method, path, body);
  }
}

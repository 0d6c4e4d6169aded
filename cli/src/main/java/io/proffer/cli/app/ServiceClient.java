package io.proffer.cli.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.client.FrameworkApi;
import io.proffer.cli.config.LoginTokens;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Asks a service framework through Marathon's API. Safe for use by several threads; nothing is kept
 * between requests.
 */
public final class ServiceClient {

  private final ServiceUrl address;
  private final FrameworkApi api;

  /** A client of the framework at an address, who does not say who he is. */
  public ServiceClient(ServiceUrl address) {
    this(address, Optional.empty());
  }

  /**
   * A client of the framework at an address.
   *
   * @param tokens what masters gave: theirs is shown to them, if one leads there
   */
  public ServiceClient(ServiceUrl address, Optional<LoginTokens> tokens) {
    this.address = address;
    this.api = new FrameworkApi(address.uri(), tokens, new Marathon());
  }

  private static final class Marathon implements FrameworkApi.Words {

    @Override
    public String kind() {
      return "service framework";
    }

    @Override
    public String flag() {
      return "--service or PROFFER_SERVICE";
    }

    @Override
    public String list() {
      return "proffer app list";
    }

    @Override
    public Optional<String> conflict() {
      return Optional.of(
          "Wait until that has ended ('proffer app list' shows what is being deployed), or say"
              + " --force.");
    }
  }

  /** Where the framework is. */
  public ServiceUrl address() {
    return address;
  }

  /**
   * Reads a resource.
   *
   * @param path with its query, beginning with a slash
   * @throws CommandFailure when it is not there, or nobody answers
   */
  public JsonNode get(String path) {
    return send("GET", path, Optional.empty());
  }

  /** Reads a resource that may not be there. */
  public Optional<JsonNode> find(String path) {
    try {
      return Optional.of(get(path));
    } catch (CommandFailure failure) {
      if (failure.exitCode() == ExitCode.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /** Changes something, as {@link FrameworkApi#send} does. */
  public JsonNode send(String method, String path, Optional<JsonNode> body) {
    return api.send(method, path, body);
  }

  /**
   * The events of some types, as they are told; blocks while there are none.
   *
   * @throws IOException when they cannot be had
   */
  InputStream events(String types) throws IOException {
    return api.events("/v2/events" + types);
  }
}

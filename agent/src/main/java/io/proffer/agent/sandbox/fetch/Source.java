package io.proffer.agent.sandbox.fetch;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** Where something is fetched from. */
sealed interface Source {

  /**
   * A web server.
   *
   * @param authorization header for that server, from the user and password in the URI
   */
  record Web(URI uri, Optional<String> authorization) implements Source {}

  /** A file of the agent's machine. */
  record LocalFile(Path path) implements Source {}

  /**
   * What a URI means. Without a scheme it is a path, as in Mesos.
   *
   * @param value without its checksum
   * @param frameworksHome where a relative path begins
   */
  static Source of(String value, Optional<Path> frameworksHome) throws FetchException {
    int end = value.indexOf("://");
    String scheme = end < 0 ? "" : value.substring(0, end).toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "http", "https" -> web(value);
      case "file" -> new LocalFile(fileUri(value.substring(end + 3)));
      case "" -> new LocalFile(path(value, frameworksHome));
      default ->
          throw new FetchException(
              "the agent cannot fetch '"
                  + scheme
                  + "' URIs; serve the file by http or https, or give the path of a file on the"
                  + " agent's machine");
    };
  }

  private static Web web(String value) throws FetchException {
    try {
      URI uri = new URI(escaped(value));
      if (uri.getHost() == null) {
        throw new FetchException("the URI names no host, or one that is malformed");
      }
      Optional<String> authorization =
          Optional.ofNullable(uri.getUserInfo())
              .map(u -> u.getBytes(StandardCharsets.UTF_8))
              .map(u -> "Basic " + Base64.getEncoder().encodeToString(u));
      return new Web(withoutUser(uri), authorization);
    } catch (URISyntaxException e) {
      throw new FetchException("the URI is malformed: " + e.getReason(), e);
    }
  }

  /** Curl takes what browsers take; Java's URI does not. */
  private static String escaped(String value) {
    return value
        .replace(" ", "%20")
        .replace("|", "%7C")
        .replace("^", "%5E")
        .replace("{", "%7B")
        .replace("}", "%7D")
        .replace("\"", "%22");
  }

  private static URI withoutUser(URI uri) throws URISyntaxException {
    if (uri.getRawUserInfo() == null) {
      return uri;
    }
    return new URI(uri.toString().replaceFirst("//[^/@]*@", "//"));
  }

  private static Path fileUri(String rest) throws FetchException {
    String path = rest.startsWith("localhost/") ? rest.substring("localhost".length()) : rest;
    if (!path.startsWith("/")) {
      throw new FetchException("a file URI must have an absolute path: file:///path/to/file");
    }
    return pathOf(path);
  }

  private static Path path(String value, Optional<Path> frameworksHome) throws FetchException {
    Path path = pathOf(value);
    if (path.isAbsolute()) {
      return path;
    }
    return frameworksHome
        .map(home -> home.resolve(path))
        .orElseThrow(
            () ->
                new FetchException(
                    "the path is relative, and the agent was not told where such paths begin"
                        + " (--frameworks-home); give an absolute path"));
  }

  private static Path pathOf(String text) throws FetchException {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new FetchException("the path is malformed: " + e.getReason(), e);
    }
  }
}

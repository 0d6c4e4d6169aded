package io.proffer.service.kernel;

import java.time.Duration;
import java.util.Optional;

/**
 * A look at an instance from here, over the network.
 *
 * @param check which of the instance's checks it is for
 * @param timeout after which there is no answer
 */
public record Poll(String taskId, Check check, Target target, Duration timeout) {

  /** What an answer is for. */
  public sealed interface Check {}

  /** A health check, by its place among the app's. */
  public record Health(int place) implements Check {}

  /** A readiness check, by its name. */
  public record Ready(String name) implements Check {}

  /** What is looked at. */
  public sealed interface Target {
    String host();

    int port();
  }

  /** A GET request; whose certificate it is does not matter. */
  public record Http(boolean tls, String host, int port, String path) implements Target {
    @Override
    public String toString() {
      String name = host.contains(":") ? "[" + host + "]" : host;
      return (tls ? "https://" : "http://") + name + ":" + port + path;
    }
  }

  /** A connection. */
  public record Tcp(String host, int port) implements Target {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /** What came of it. */
  public sealed interface Result {}

  /**
   * An answer over HTTP.
   *
   * @param body as much of it as is of use
   */
  public record Answered(int status, String contentType, String body) implements Result {}

  /** A connection was made. */
  public record Connected() implements Result {}

  /** Nobody is there, or says anything in time. */
  public record Silent(String why) implements Result {}

  /** The status, where there is one. */
  static Optional<Integer> status(Result result) {
    return result instanceof Answered answered ? Optional.of(answered.status()) : Optional.empty();
  }
}

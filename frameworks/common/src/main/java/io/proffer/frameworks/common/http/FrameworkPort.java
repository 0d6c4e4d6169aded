package io.proffer.frameworks.common.http;

import akka.http.javadsl.ServerBinding;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The one port of a framework's process. Thread-safe. */
public interface FrameworkPort extends AutoCloseable {

  /** Opens the port. */
  CompletionStage<ServerBinding> bind(String host, int port);

  /**
   * From now on requests are passed on.
   *
   * @param leader the {@code host:port} of who answers them; empty while nobody does
   * @param self this process's own
   */
  void follow(Optional<String> leader, String self);

  @Override
  void close();
}

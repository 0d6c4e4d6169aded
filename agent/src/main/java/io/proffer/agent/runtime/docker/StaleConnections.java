package io.proffer.agent.runtime.docker;

import com.github.dockerjava.api.exception.DockerException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.function.Supplier;

/**
 * Connections that were kept open are dead when their engine was restarted, which is found out only
 * by using them. What is asked on one is asked again on the next, until they are used up.
 */
final class StaleConnections {

  /** More than are ever kept: there are as many as threads that ask the engine. */
  private static final int ATTEMPTS = 16;

  private StaleConnections() {}

  /**
   * @param ask may be asked twice with the same result
   */
  static <T> T retry(Supplier<T> ask) {
    for (int i = 1; ; i++) {
      try {
        return ask.get();
      } catch (RuntimeException e) {
        if (i == ATTEMPTS || !brokeOff(e)) {
          throw e;
        }
      }
    }
  }

  /** Whether a connection that had been open was lost; an engine that is away refuses new ones. */
  private static boolean brokeOff(RuntimeException trouble) {
    for (Throwable t = trouble; t != null; t = t.getCause()) {
      if (t instanceof DockerException || t instanceof ConnectException) {
        return false;
      }
      if (t instanceof IOException) {
        return true;
      }
    }
    return false;
  }
}

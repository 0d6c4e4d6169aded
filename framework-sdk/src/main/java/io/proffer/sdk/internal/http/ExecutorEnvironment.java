package io.proffer.sdk.internal.http;

import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What an agent tells an executor through its environment.
 *
 * @param endpoint {@code host:port} of the agent
 * @param token proves who the executor is
 * @param checkpoint whether the executor is to outlive the agent
 * @param recoveryTimeout how long it waits for an agent that is gone
 * @param backoffMax the longest wait between two attempts to subscribe
 */
public record ExecutorEnvironment(
    String endpoint,
    FrameworkId framework,
    ExecutorId executor,
    Path sandbox,
    Optional<String> token,
    boolean checkpoint,
    Duration recoveryTimeout,
    Duration backoffMax) {

  private static final Duration DEFAULT_RECOVERY_TIMEOUT = Duration.ofMinutes(15);
  private static final Duration DEFAULT_BACKOFF_MAX = Duration.ofSeconds(2);

  /**
   * @throws IllegalArgumentException when something is missing or malformed
   */
  public static ExecutorEnvironment of(Map<String, String> env) {
    return new ExecutorEnvironment(
        required(env, "MESOS_AGENT_ENDPOINT"),
        new FrameworkId(required(env, "MESOS_FRAMEWORK_ID")),
        new ExecutorId(required(env, "MESOS_EXECUTOR_ID")),
        Path.of(env.getOrDefault("MESOS_SANDBOX", env.getOrDefault("MESOS_DIRECTORY", "."))),
        Optional.ofNullable(env.get("MESOS_EXECUTOR_AUTHENTICATION_TOKEN")),
        "1".equals(env.get("MESOS_CHECKPOINT")),
        duration(env, "MESOS_RECOVERY_TIMEOUT", DEFAULT_RECOVERY_TIMEOUT),
        duration(env, "MESOS_SUBSCRIPTION_BACKOFF_MAX", DEFAULT_BACKOFF_MAX));
  }

  private static String required(Map<String, String> env, String name) {
    String value = env.get(name);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException(
          name + " is not set: this program is to be started by an agent, as an executor");
    }
    return value;
  }

  private static Duration duration(Map<String, String> env, String name, Duration otherwise) {
    String value = env.get(name);
    try {
      return value == null ? otherwise : MesosSpan.parse(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }
}

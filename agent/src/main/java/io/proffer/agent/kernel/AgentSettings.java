package io.proffer.agent.kernel;

import io.proffer.agent.oversubscription.OversubscriptionSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The agent's tunables, with Mesos' defaults (spec section 2).
 *
 * @param address {@code ip:port} of the agent's own HTTP server
 * @param version of Proffer
 * @param capabilities what the agent tells the master it can do
 * @param registrationRetryMin first wait for an answer to a registration; doubles
 * @param registrationRetryMax longest wait for one
 * @param updateRetryMin first wait for an acknowledgement; doubles
 * @param updateRetryMax longest wait for one
 * @param killGrace between SIGTERM and SIGKILL when neither the call nor the task says
 * @param executors how long custom executors are waited for
 * @param pingTimeout how long to wait for the first ping; the master's answer replaces it
 * @param oversubscription how what is set aside and not used is offered; empty when it is not
 */
public record AgentSettings(
    String address,
    String version,
    List<String> capabilities,
    Duration registrationRetryMin,
    Duration registrationRetryMax,
    Duration updateRetryMin,
    Duration updateRetryMax,
    Duration killGrace,
    ExecutorSettings executors,
    Duration pingTimeout,
    Optional<OversubscriptionSettings> oversubscription) {

  public AgentSettings {
    capabilities = List.copyOf(capabilities);
  }

  /** Mesos' defaults, for an agent that is reached at {@code address}. */
  public static AgentSettings defaults(String address, String version) {
    return new AgentSettings(
        address,
        version,
        List.of(
            "MULTI_ROLE",
            "HIERARCHICAL_ROLE",
            "RESERVATION_REFINEMENT",
            "RESIZE_VOLUME",
            "RESOURCE_PROVIDER",
            "AGENT_OPERATION_FEEDBACK",
            "AGENT_DRAINING",
            "TASK_RESOURCE_LIMITS"),
        Duration.ofSeconds(1),
        Duration.ofMinutes(1),
        Duration.ofSeconds(10),
        Duration.ofMinutes(10),
        Duration.ofSeconds(3),
        ExecutorSettings.defaults(),
        Duration.ofSeconds(75),
        Optional.empty());
  }

  public AgentSettings withExecutors(ExecutorSettings other) {
    return new AgentSettings(
        address,
        version,
        capabilities,
        registrationRetryMin,
        registrationRetryMax,
        updateRetryMin,
        updateRetryMax,
        killGrace,
        other,
        pingTimeout,
        oversubscription);
  }

  public AgentSettings withOversubscription(Optional<OversubscriptionSettings> how) {
    return new AgentSettings(
        address,
        version,
        capabilities,
        registrationRetryMin,
        registrationRetryMax,
        updateRetryMin,
        updateRetryMax,
        killGrace,
        executors,
        pingTimeout,
        how);
  }
}

package io.proffer.agent.http;

import io.proffer.core.model.Resources;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.apache.mesos.v1.Protos.AgentInfo;

/**
 * What an agent says about itself.
 *
 * @param info as the master was told, without the id
 * @param address {@code ip:port} of its HTTP server
 * @param version of Proffer
 * @param flags what it was started with, under Mesos' names where Mesos has them
 * @param log the file it logs to, if it does
 * @param masterHostname of the leading master, as far as it is known
 * @param checkpointTrouble why the checkpoint cannot be written; empty when it can
 */
public record AgentSelf(
    AgentInfo info,
    String address,
    String version,
    Instant builtAt,
    Instant startedAt,
    List<String> capabilities,
    SortedMap<String, String> flags,
    Path workDir,
    Optional<Path> log,
    Supplier<Optional<String>> masterHostname,
    Supplier<Optional<String>> checkpointTrouble) {

  /**
   * The version of the Mesos APIs that are spoken: what clients that ask for a version want to
   * know.
   */
  public static final String API_VERSION = "1.11.0";

  /** Who built it, for clients that show that: a reproducible build is nobody's in particular. */
  static final String BUILD_USER = "proffer";

  public AgentSelf {
    capabilities = List.copyOf(capabilities);
  }

  public Resources total() {
    return Resources.of(info.getResourcesList());
  }
}

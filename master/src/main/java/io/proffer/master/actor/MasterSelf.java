package io.proffer.master.actor;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What does not change while the process runs.
 *
 * @param hostname by which clients reach this master
 * @param ip the address clients reach it at
 * @param startedAt when it started to serve
 * @param flags how it is configured, under Mesos' names
 * @param log the file that it logs to, if it does
 */
public record MasterSelf(
    String hostname,
    String ip,
    int port,
    String clusterName,
    Instant startedAt,
    SortedMap<String, String> flags,
    BuildInfo build,
    Optional<Path> log) {}

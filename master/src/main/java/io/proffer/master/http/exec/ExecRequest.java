package io.proffer.master.http.exec;

import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.ContainerID;

/**
 * What somebody wants to run, and where.
 *
 * @param who for the log
 * @param task its id, for the log
 * @param agent host and port
 * @param container the task's
 * @param command a program and its arguments, at least one word
 * @param authorization by which the agent knows who it is; empty if it gave the master no key
 */
public record ExecRequest(
    String who,
    String task,
    String agent,
    ContainerID container,
    List<String> command,
    int columns,
    int rows,
    Optional<String> authorization) {}

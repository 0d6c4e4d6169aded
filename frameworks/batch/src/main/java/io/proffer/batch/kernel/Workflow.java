package io.proffer.batch.kernel;

import io.proffer.batch.model.Dependency;
import io.proffer.batch.model.JobId;
import io.proffer.batch.model.Parameters;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One pass through a graph of jobs. It keeps the graph as it was when it began: a change of a job's
 * dependencies is none of its business, and what another pass does neither.
 *
 * @param parameters what all its runs are given
 * @param scheduledFor when its root was due; empty: somebody asked for it
 * @param inTurn whether its root waits for the root's earlier runs
 * @param nodes by their jobs, parents not always before children
 * @param finishedAt empty while it goes on
 * @param outputs what the runs of jobs have left for those after them
 */
public record Workflow(
    WorkflowId id,
    Parameters parameters,
    Instant createdAt,
    Optional<Instant> scheduledFor,
    boolean inTurn,
    Map<JobId, Node> nodes,
    Optional<Instant> finishedAt,
    Map<JobId, Map<String, String>> outputs) {

  public Workflow {
    nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  /** How a job fares in it. */
  public enum Status {
    WAITING,
    RUNNING,
    OK,
    FAILED,
    /** What it waited for did not come. */
    SKIPPED;

    boolean isOver() {
      return switch (this) {
        case WAITING, RUNNING -> false;
        case OK, FAILED, SKIPPED -> true;
      };
    }
  }

  /**
   * A job in it.
   *
   * @param after what it waits for within this pass
   * @param begun how many runs it has had here
   * @param run the latest of them
   * @param reason why it failed or was left out, for people
   */
  public record Node(
      JobId job,
      List<Dependency> after,
      Status status,
      int begun,
      Optional<String> run,
      String reason) {

    public Node {
      after = List.copyOf(after);
    }

    Node is(Status now, String why) {
      return new Node(job, after, now, begun, run, why);
    }

    Node begins(String runId) {
      return new Node(job, after, Status.RUNNING, begun + 1, Optional.of(runId), "");
    }
  }

  /** A node of it. */
  public Optional<Node> node(JobId job) {
    return Optional.ofNullable(nodes.get(job));
  }

  Workflow with(Node changed) {
    Map<JobId, Node> all = new LinkedHashMap<>(nodes);
    all.put(changed.job(), changed);
    return with(all, finishedAt);
  }

  Workflow with(Map<JobId, Node> all, Optional<Instant> finished) {
    return new Workflow(id, parameters, createdAt, scheduledFor, inTurn, all, finished, outputs);
  }

  Workflow withOutput(JobId job, Map<String, String> values) {
    Map<JobId, Map<String, String>> all = new LinkedHashMap<>(outputs);
    all.put(job, Collections.unmodifiableMap(new LinkedHashMap<>(values)));
    return new Workflow(id, parameters, createdAt, scheduledFor, inTurn, nodes, finishedAt, all);
  }

  /** What a job is given: what those left that it comes after, and what all are given. */
  Parameters parametersOf(Node node) {
    Map<String, String> env = new LinkedHashMap<>();
    node.after().forEach(after -> env.putAll(outputs.getOrDefault(after.job(), Map.of())));
    Parameters all = parameters.handedOn();
    env.putAll(all.env());
    return new Parameters(env, all.args(), all.constraints(), all.labels(), all.token());
  }

  boolean isOver() {
    return nodes.values().stream().allMatch(node -> node.status().isOver());
  }

  /**
   * Whether it has done what it was to do: a job that failed counts unless one that waits for its
   * failure has ended well.
   */
  public boolean isSuccess() {
    return nodes.values().stream()
        .filter(node -> node.status() == Status.FAILED)
        .allMatch(failed -> isHandled(failed.job(), nodes.values()));
  }

  private static boolean isHandled(JobId failed, Collection<Node> nodes) {
    Dependency failure = new Dependency(failed, Dependency.Edge.NOTOK);
    return nodes.stream()
        .anyMatch(node -> node.after().contains(failure) && node.status() == Status.OK);
  }
}

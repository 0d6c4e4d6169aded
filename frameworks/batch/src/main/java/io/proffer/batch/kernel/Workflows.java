package io.proffer.batch.kernel;

import io.proffer.batch.kernel.Workflow.Node;
import io.proffer.batch.kernel.Workflow.Status;
import io.proffer.batch.model.Dependency;
import io.proffer.batch.model.Job;
import io.proffer.batch.model.JobId;
import io.proffer.batch.model.Parameters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * Takes workflows from their beginning to their end. What a run's end leads to is stored before
 * what it leads to begins, and the ids of runs follow from the workflow, so that a process that
 * comes after another one begins exactly what is missing.
 */
final class Workflows {

  /** Workflows that go on. */
  static final int MAX_ACTIVE = 5_000;

  /** Jobs of one workflow: all of them are one record. */
  static final int MAX_NODES = 500;

  private final BatchState state;
  private final Outbox out;
  private final RunBook book;

  Workflows(BatchState state, Outbox out, RunBook book) {
    this.state = state;
    this.out = out;
    this.book = book;
  }

  /** Whether a run of a job begins a workflow. */
  boolean isWorkflow(JobId job) {
    return !state.graph().dependants(job).isEmpty();
  }

  /** Why no workflow can begin with a job; empty if one can. */
  Optional<String> problem(JobId root) {
    if (state.activeWorkflows() >= MAX_ACTIVE) {
      return Optional.of(MAX_ACTIVE + " workflows have not ended yet");
    }
    int members = state.graph().members(root).size();
    return members > MAX_NODES
        ? Optional.of("its workflow has " + members + " jobs, more than " + MAX_NODES)
        : Optional.empty();
  }

  /** Begins one, with a run of its root. */
  Run begin(
      Job root,
      String runId,
      Parameters parameters,
      Optional<Instant> scheduledFor,
      boolean inTurn,
      Instant now) {
    WorkflowId id = new WorkflowId(root.id(), runId);
    SequencedSet<JobId> members = state.graph().members(root.id());
    Map<JobId, Node> nodes = new LinkedHashMap<>();
    for (JobId member : members) {
      List<Dependency> within =
          member.equals(root.id())
              ? List.of()
              : state.graph().after(member).stream()
                  .filter(dependency -> members.contains(dependency.job()))
                  .toList();
      Node node = new Node(member, within, Status.WAITING, 0, Optional.empty(), "");
      nodes.put(member, member.equals(root.id()) ? node.begins(runId) : node);
    }
    Workflow workflow =
        new Workflow(id, parameters, now, scheduledFor, inTurn, nodes, Optional.empty(), Map.of());
    set(workflow);
    Run run = run(root, workflow, runId, now);
    book.begin(run);
    advance(id, now);
    return run;
  }

  private static Run run(Job job, Workflow workflow, String runId, Instant now) {
    boolean isRoot = workflow.id().equals(new WorkflowId(job.id(), runId));
    Parameters parameters =
        isRoot
            ? workflow.parameters()
            : workflow.parametersOf(workflow.node(job.id()).orElseThrow());
    return Run.begin(
            job,
            runId,
            parameters,
            isRoot ? workflow.scheduledFor() : Optional.empty(),
            isRoot && workflow.inTurn(),
            now)
        .in(workflow.id());
  }

  /** Goes on with what runs have ended since the last time. */
  void settle(Instant now) {
    for (Optional<RunBook.Ended> ended = book.nextEnded();
        ended.isPresent();
        ended = book.nextEnded()) {
      RunBook.Ended end = ended.get();
      state
          .workflow(end.workflow())
          .flatMap(workflow -> workflow.node(end.run().job()))
          .filter(node -> isTheRun(node, end.run().id()))
          .ifPresent(node -> ended(end.workflow(), node, end.run(), now));
    }
  }

  private static boolean isTheRun(Node node, String run) {
    return node.status() == Status.RUNNING && node.run().equals(Optional.of(run));
  }

  private void ended(WorkflowId id, Node node, FinishedRun run, Instant now) {
    set(
        state
            .workflow(id)
            .orElseThrow()
            .with(
                run.isSuccess()
                    ? node.is(Status.OK, "")
                    : node.is(Status.FAILED, run.failure() + ": " + run.message())));
    advance(id, now);
  }

  /** Begins what a former process has decided to begin, and takes in what ended after its end. */
  void resume(Instant now) {
    for (Workflow workflow : state.workflows()) {
      if (workflow.finishedAt().isEmpty()) {
        for (Node node : workflow.nodes().values()) {
          if (node.status() == Status.RUNNING) {
            resume(workflow, node, now);
          }
        }
        advance(workflow.id(), now);
      }
    }
  }

  private void resume(Workflow workflow, Node node, Instant now) {
    String runId = node.run().orElseThrow();
    Optional<FinishedRun> finished = state.finished(node.job(), runId);
    Optional<Job> job = state.job(node.job());
    if (finished.isPresent()) {
      ended(workflow.id(), node, finished.get(), now);
    } else if (state.run(node.job(), runId).isEmpty()) {
      if (job.isPresent()) {
        book.begin(run(job.get(), workflow, runId, now));
      } else {
        set(current(workflow).with(node.is(Status.FAILED, "its job is no more")));
      }
    }
  }

  private Workflow current(Workflow workflow) {
    return state.workflow(workflow.id()).orElseThrow();
  }

  /** Begins and leaves out what can be, until nothing follows any more. */
  private void advance(WorkflowId id, Instant now) {
    boolean changed = true;
    while (changed) {
      changed = false;
      Workflow workflow = state.workflow(id).orElseThrow();
      for (Node node : workflow.nodes().values()) {
        if (node.status() == Status.WAITING && advance(workflow, node, now)) {
          changed = true;
          break; // The others are looked at as they are now.
        }
      }
    }
    Workflow workflow = state.workflow(id).orElseThrow();
    if (workflow.finishedAt().isEmpty() && workflow.isOver()) {
      set(workflow.with(workflow.nodes(), Optional.of(now)));
      state.forgottenWorkflow(id.root()).ifPresent(old -> out.fact(new Fact.WorkflowRemoved(old)));
    }
  }

  /** Whether anything became of a node that waits. */
  private boolean advance(Workflow workflow, Node node, Instant now) {
    boolean all = true;
    for (Dependency dependency : node.after()) {
      Status parent = workflow.node(dependency.job()).orElseThrow().status();
      if (!parent.isOver()) {
        all = false;
      } else if (!isMet(dependency.on(), parent)) {
        set(
            workflow.with(
                node.is(
                    Status.SKIPPED,
                    "it waits for '%s' of %s, which is %s"
                        .formatted(dependency.on().written(), dependency.job(), parent))));
        return true;
      }
    }
    if (!all) {
      return false;
    }
    Optional<Job> job = state.job(node.job());
    if (job.isEmpty()) {
      set(workflow.with(node.is(Status.SKIPPED, "its job is no more")));
      return true;
    }
    String runId = RunIds.inWorkflow(workflow, node);
    Workflow changed = workflow.with(node.begins(runId));
    set(changed);
    book.begin(run(job.get(), changed, runId, now));
    return true;
  }

  private static boolean isMet(Dependency.Edge edge, Status parent) {
    return switch (edge) {
      case OK -> parent == Status.OK;
      case NOTOK -> parent == Status.FAILED;
      case ANY -> true;
    };
  }

  private void set(Workflow workflow) {
    out.fact(new Fact.WorkflowSet(workflow));
  }

  /** Goes on from what failed: it runs again, and what was left out waits again. */
  void restart(Workflow workflow, Instant now) {
    Map<JobId, Node> nodes = new LinkedHashMap<>();
    for (Node node : workflow.nodes().values()) {
      boolean again = node.status() == Status.FAILED || node.status() == Status.SKIPPED;
      nodes.put(node.job(), again ? node.is(Status.WAITING, "") : node);
    }
    set(workflow.with(nodes, Optional.empty()));
    advance(workflow.id(), now);
  }

  /** Takes a job that failed for one that ended well; what was left out for it waits again. */
  void succeed(Workflow workflow, Node failed, Instant now) {
    Map<JobId, Node> nodes = new LinkedHashMap<>();
    for (Node node : workflow.nodes().values()) {
      nodes.put(node.job(), node.status() == Status.SKIPPED ? node.is(Status.WAITING, "") : node);
    }
    nodes.put(failed.job(), failed.is(Status.OK, "somebody said so"));
    set(workflow.with(nodes, Optional.empty()));
    advance(workflow.id(), now);
  }

  /** As {@link #succeed(Workflow, Node, Instant)} in the latest one where a job failed, if any. */
  boolean succeed(JobId job, Instant now) {
    Optional<Workflow> latest =
        state.workflows().stream()
            .filter(workflow -> workflow.node(job).filter(Workflows::hasFailed).isPresent())
            .max(Comparator.comparing(Workflow::createdAt));
    latest.ifPresent(workflow -> succeed(workflow, workflow.node(job).orElseThrow(), now));
    return latest.isPresent();
  }

  private static boolean hasFailed(Node node) {
    return node.status() == Status.FAILED;
  }

  /** Ends and forgets all that began with a job, which is removed. */
  void forget(JobId root, Instant now) {
    settle(now);
    for (Workflow workflow : state.workflows(root)) {
      if (workflow.finishedAt().isEmpty()) {
        stop(workflow, now);
      }
      out.fact(new Fact.WorkflowRemoved(workflow.id()));
    }
  }

  /** Stops its runs; what waits is left out. */
  void stop(Workflow workflow, Instant now) {
    Map<JobId, Node> nodes = new LinkedHashMap<>();
    List<Node> running = new ArrayList<>();
    for (Node node : workflow.nodes().values()) {
      boolean waits = node.status() == Status.WAITING;
      nodes.put(node.job(), waits ? node.is(Status.SKIPPED, "its workflow was stopped") : node);
      if (node.status() == Status.RUNNING) {
        running.add(node);
      }
    }
    set(workflow.with(nodes, workflow.finishedAt()));
    for (Node node : running) {
      state
          .run(node.job(), node.run().orElseThrow())
          .ifPresent(run -> book.stop(run, Failure.KILLED, "its workflow was stopped", now));
    }
    settle(now);
    advance(workflow.id(), now);
  }
}

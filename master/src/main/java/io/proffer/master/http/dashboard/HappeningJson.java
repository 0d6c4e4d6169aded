package io.proffer.master.http.dashboard;

import com.fasterxml.jackson.core.JsonGenerator;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.TaskKey;
import io.proffer.master.state.MasterEvent;
import java.io.IOException;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskStatus;

/** A fact as a line in the dashboard's list of what happened. */
final class HappeningJson {

  private static final int MAX_MESSAGE = 300;

  /** What a line is about: its kind, and what it links to. */
  private record Line(
      String kind,
      Optional<AgentId> agent,
      Optional<FrameworkId> framework,
      Optional<TaskKey> task,
      Optional<TaskStatus> status) {

    static Optional<Line> agent(String kind, AgentId agent) {
      return Optional.of(
          new Line(kind, Optional.of(agent), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    static Optional<Line> framework(String kind, FrameworkId framework) {
      return Optional.of(
          new Line(
              kind, Optional.empty(), Optional.of(framework), Optional.empty(), Optional.empty()));
    }

    static Optional<Line> task(
        String kind, Optional<AgentId> agent, TaskKey task, Optional<TaskStatus> status) {
      return Optional.of(
          new Line(kind, agent, Optional.of(task.framework()), Optional.of(task), status));
    }
  }

  private HappeningJson() {}

  /** Whether a fact makes a line. */
  static boolean isNews(MasterEvent fact) {
    return line(fact).isPresent();
  }

  static void write(JsonGenerator out, Activity.Happening happening) throws IOException {
    Optional<Line> made = line(happening.fact());
    if (made.isEmpty()) {
      return;
    }
    Line line = made.get();
    out.writeStartObject();
    out.writeNumberField("n", happening.number());
    out.writeNumberField("at", happening.at().toEpochMilli());
    out.writeStringField("kind", line.kind());
    if (line.agent().isPresent()) {
      out.writeStringField("agent", line.agent().get().value());
    }
    if (line.framework().isPresent()) {
      out.writeStringField("framework", line.framework().get().value());
    }
    if (line.task().isPresent()) {
      out.writeStringField("task", line.task().get().task().value());
    }
    if (line.status().isPresent()) {
      write(out, line.status().get());
    }
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, TaskStatus status) throws IOException {
    out.writeStringField("state", status.getState().name());
    if (status.hasMessage() && !status.getMessage().isEmpty()) {
      String message = status.getMessage();
      out.writeStringField(
          "message",
          message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) + "…" : message);
    }
  }

  private static Optional<Line> line(MasterEvent fact) {
    return switch (fact) {
      case MasterEvent.AgentAdmitted e -> Line.agent("agent joined", e.agent().id());
      case MasterEvent.AgentReregistered e -> Line.agent("agent came back", e.agent().id());
      case MasterEvent.AgentDisconnected e -> Line.agent("agent disconnected", e.agent());
      case MasterEvent.AgentMarkedUnreachable e -> Line.agent("agent unreachable", e.agent());
      case MasterEvent.AgentRemoved e -> Line.agent("agent left", e.agent());
      case MasterEvent.AgentMarkedGone e -> Line.agent("agent marked gone", e.agent());
      case MasterEvent.AgentDeactivated e -> Line.agent("agent deactivated", e.agent());
      case MasterEvent.AgentDrainBegun e -> Line.agent("agent draining", e.agent());
      case MasterEvent.AgentDrained e -> Line.agent("agent drained", e.agent());
      case MasterEvent.AgentReactivated e -> Line.agent("agent reactivated", e.agent());
      case MasterEvent.FrameworkSubscribed e ->
          Line.framework("framework subscribed", e.framework().id());
      case MasterEvent.FrameworkResubscribed e ->
          Line.framework("framework came back", e.framework());
      case MasterEvent.FrameworkDisconnected e ->
          Line.framework("framework disconnected", e.framework());
      case MasterEvent.FrameworkCompleted e -> Line.framework("framework ended", e.framework());
      case MasterEvent.TaskLaunched e ->
          Line.task(
              "task launched", Optional.of(e.task().agent()), e.task().key(), Optional.empty());
      case MasterEvent.TaskUpdated e ->
          Line.task("task update", Optional.empty(), e.task(), Optional.of(e.status()));
      case MasterEvent.TaskBecameUnreachable e ->
          Line.task("task unreachable", Optional.empty(), e.task(), e.status());
      case MasterEvent.UnreachableTaskEnded e ->
          Line.task("task update", Optional.empty(), e.task(), Optional.of(e.status()));
      case MasterEvent.FactsRecovered e -> Optional.empty();
      case MasterEvent.FactsReplaced e -> Optional.empty();
      case MasterEvent.AgentsForgotten e -> Optional.empty();
      case MasterEvent.OfMaintenance e -> Optional.empty();
      case MasterEvent.OfRoles e -> Optional.empty();
      case MasterEvent.AgentOversubscribed e -> Optional.empty();
      case MasterEvent.FrameworkRecovered e -> Optional.empty();
      case MasterEvent.FrameworkUpdated e -> Optional.empty();
      case MasterEvent.RolesSuppressed e -> Optional.empty();
      case MasterEvent.OfferMade e -> Optional.empty();
      case MasterEvent.OfferEnded e -> Optional.empty();
      case MasterEvent.TaskRecovered e -> Optional.empty();
      case MasterEvent.UpdateAcknowledged e -> Optional.empty();
      case MasterEvent.TaskCompleted e -> Optional.empty();
      case MasterEvent.ExecutorLaunched e -> Optional.empty();
      case MasterEvent.ExecutorEnded e -> Optional.empty();
      case MasterEvent.OfOperation e -> Optional.empty();
    };
  }
}

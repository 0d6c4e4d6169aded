package io.proffer.master.http.dashboard;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.proffer.core.model.Resources;
import io.proffer.master.state.Agent;
import io.proffer.master.state.Deactivation;
import io.proffer.master.state.Framework;
import io.proffer.master.state.Offer;
import io.proffer.master.state.Task;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.Value;

/** A {@link Batch} as JSON. */
final class ClusterJson {

  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonGenerator out;

  private ClusterJson(JsonGenerator out) {
    this.out = out;
  }

  /** Writes the fields of an object. */
  interface Body {
    void write(JsonGenerator out) throws IOException;
  }

  static byte[] object(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(8192);
    try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
      out.writeStartObject();
      body.write(out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array cannot fail", e);
    }
    return bytes.toByteArray();
  }

  static void write(JsonGenerator out, Batch batch) throws IOException {
    ClusterJson json = new ClusterJson(out);
    out.writeNumberField("version", batch.version());
    json.agents(batch.agents());
    json.uses(batch.uses());
    json.frameworks(batch.frameworks());
    json.tasks(batch.tasks());
    json.offers("offers", batch.offers(), offer -> offer);
    json.decisions(batch.decisions());
    json.gone("goneAgents", batch.goneAgents().stream().map(id -> id.value()).toList());
    json.gone("goneFrameworks", batch.goneFrameworks().stream().map(id -> id.value()).toList());
    json.gone("goneOffers", batch.goneOffers().stream().map(id -> id.value()).toList());
  }

  private void gone(String name, List<String> ids) throws IOException {
    if (!ids.isEmpty()) {
      out.writeArrayFieldStart(name);
      for (String id : ids) {
        out.writeString(id);
      }
      out.writeEndArray();
    }
  }

  private void agents(List<AgentRow> rows) throws IOException {
    if (rows.isEmpty()) {
      return;
    }
    out.writeObjectFieldStart("agents");
    Columns<AgentRow> columns = new Columns<>(out, rows);
    columns.text("id", row -> row.id().value());
    columns.text("host", row -> row.agent().map(a -> a.info().getHostname()).orElse(""));
    columns.text("address", row -> row.agent().map(Agent::address).orElse(""));
    columns.few("version", row -> row.agent().map(Agent::version).orElse(""));
    columns.few("up", ClusterJson::up);
    columns.few("duty", row -> row.deactivation().map(ClusterJson::duty).orElse(""));
    columns.texts("attributes", row -> attributes(row.agent()));
    columns.few("zone", row -> row.agent().map(ClusterJson::domain).orElse(""));
    resources(columns, "", row -> row.agent().map(a -> a.total().nonRevocable()).orElse(NOTHING));
    use(columns);
    columns.number(
        "since",
        row -> seconds(row.unreachableSince().or(() -> row.agent().map(Agent::registeredAt))));
    columns.number("back", row -> seconds(row.agent().flatMap(Agent::reregisteredAt)));
    out.writeEndObject();
  }

  /** Of agents that are known: what changes all the time. */
  private void uses(List<AgentRow> rows) throws IOException {
    if (rows.isEmpty()) {
      return;
    }
    out.writeObjectFieldStart("uses");
    Columns<AgentRow> columns = new Columns<>(out, rows);
    columns.text("id", row -> row.id().value());
    use(columns);
    out.writeEndObject();
  }

  private static void use(Columns<AgentRow> columns) throws IOException {
    resources(columns, "used_", AgentRow::used);
    resources(columns, "offered_", AgentRow::offered);
  }

  private static final Resources NOTHING = Resources.empty();

  private static String up(AgentRow row) {
    return row.agent()
        .map(agent -> agent.connected() ? "connected" : "disconnected")
        .orElse("unreachable");
  }

  private static String duty(Deactivation deactivation) {
    if (deactivation.drain().isEmpty()) {
      return "deactivated";
    }
    return deactivation.isDraining() ? "draining" : "drained";
  }

  private static String domain(Agent agent) {
    return agent.info().hasDomain() && agent.info().getDomain().hasFaultDomain()
        ? agent.info().getDomain().getFaultDomain().getRegion().getName()
            + "/"
            + agent.info().getDomain().getFaultDomain().getZone().getName()
        : "";
  }

  private static List<String> attributes(Optional<Agent> agent) {
    List<String> texts = new ArrayList<>();
    agent.ifPresent(a -> a.info().getAttributesList().forEach(one -> texts.add(attribute(one))));
    return texts;
  }

  static String attribute(Attribute attribute) {
    return attribute.getName() + ":" + value(attribute);
  }

  private static String value(Attribute attribute) {
    return switch (attribute.getType()) {
      case TEXT -> attribute.getText().getValue();
      case SCALAR -> plain(attribute.getScalar().getValue());
      case SET -> "{" + String.join(",", attribute.getSet().getItemList()) + "}";
      case RANGES -> {
        List<String> ranges = new ArrayList<>();
        for (Value.Range range : attribute.getRanges().getRangeList()) {
          ranges.add(range.getBegin() + "-" + range.getEnd());
        }
        yield "[" + String.join(",", ranges) + "]";
      }
    };
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  private void frameworks(List<FrameworkRow> rows) throws IOException {
    if (rows.isEmpty()) {
      return;
    }
    out.writeObjectFieldStart("frameworks");
    Columns<FrameworkRow> columns = new Columns<>(out, rows);
    columns.text("id", row -> row.framework().id().value());
    columns.text("name", row -> info(row).getName());
    columns.text("user", row -> info(row).getUser());
    columns.text("principal", row -> info(row).getPrincipal());
    columns.text("host", row -> info(row).getHostname());
    columns.text("webui", row -> info(row).getWebuiUrl());
    columns.few("up", row -> up(row.framework()));
    columns.texts("roles", row -> row.framework().roles());
    columns.texts("suppressed", row -> row.framework().suppressedRoles());
    columns.number("failover", row -> (long) Math.min(info(row).getFailoverTimeout(), 1e12));
    columns.number("since", row -> row.framework().registeredAt().getEpochSecond());
    columns.number("back", row -> row.framework().reregisteredAt().getEpochSecond());
    columns.number("ended", row -> seconds(row.framework().unregisteredAt()));
    columns.number("offers", row -> row.offers().made());
    columns.number("accepted", row -> row.offers().accepted());
    columns.number("declined", row -> row.offers().declined());
    columns.number("withdrawn", row -> row.offers().withdrawn());
    columns.number("offered", row -> seconds(row.offers().lastMadeAt()));
    resources(columns, "executor_", FrameworkRow::executors);
    out.writeEndObject();
  }

  private static FrameworkInfo info(FrameworkRow row) {
    return row.framework().info();
  }

  static String up(Framework framework) {
    if (framework.unregisteredAt().isPresent()) {
      return "completed";
    }
    if (framework.connected()) {
      return "connected";
    }
    return framework.recovered() ? "recovered" : "disconnected";
  }

  private void tasks(List<Task> rows) throws IOException {
    if (rows.isEmpty()) {
      return;
    }
    out.writeObjectFieldStart("tasks");
    Columns<Task> columns = new Columns<>(out, rows);
    columns.text("id", task -> task.key().task().value());
    columns.text("name", task -> sameAsId(task) ? "" : task.info().getName());
    columns.few("framework", task -> task.key().framework().value());
    columns.few("agent", task -> task.agent().value());
    columns.few("state", task -> task.state().name());
    columns.few("role", Task::role);
    columns.few("executor", task -> task.executor().map(id -> id.value()).orElse(""));
    resources(columns, "", Task::resources);
    columns.number("began", task -> first(task));
    columns.number("lasted", task -> last(task) - first(task));
    columns.number("health", ClusterJson::health);
    out.writeEndObject();
  }

  private static boolean sameAsId(Task task) {
    return task.info().getName().equals(task.key().task().value());
  }

  /** When its first status was made; 0 while there is none. */
  private static long first(Task task) {
    return task.statuses().isEmpty() ? 0 : (long) task.statuses().get(0).getTimestamp();
  }

  private static long last(Task task) {
    return task.statuses().isEmpty() ? 0 : (long) newest(task).getTimestamp();
  }

  private static TaskStatus newest(Task task) {
    return task.statuses().get(task.statuses().size() - 1);
  }

  /** 1 healthy, -1 unhealthy, 0 not known. */
  private static long health(Task task) {
    if (task.statuses().isEmpty() || !newest(task).hasHealthy()) {
      return 0;
    }
    return newest(task).getHealthy() ? 1 : -1;
  }

  private void decisions(List<Activity.Decision> rows) throws IOException {
    if (rows.isEmpty()) {
      return;
    }
    out.writeObjectFieldStart("decisions");
    Columns<Activity.Decision> columns = new Columns<>(out, rows);
    columns.number("n", Activity.Decision::number);
    columns.number("ended", decision -> decision.at().toEpochMilli());
    columns.few("how", decision -> decision.how().name());
    offerColumns(columns, Activity.Decision::offer);
    out.writeEndObject();
  }

  private <R> void offers(String name, List<R> rows, Function<R, Offer> offer) throws IOException {
    if (!rows.isEmpty()) {
      out.writeObjectFieldStart(name);
      offerColumns(new Columns<>(out, rows), offer);
      out.writeEndObject();
    }
  }

  private static <R> void offerColumns(Columns<R> columns, Function<R, Offer> offer)
      throws IOException {
    columns.text("id", row -> offer.apply(row).id().value());
    columns.few("framework", row -> offer.apply(row).framework().value());
    columns.few("agent", row -> offer.apply(row).agent().value());
    columns.few("role", row -> offer.apply(row).role());
    resources(columns, "", row -> offer.apply(row).resources());
    columns.number("made", row -> offer.apply(row).madeAt().toEpochMilli());
  }

  private static <R> void resources(
      Columns<R> columns, String prefix, Function<R, Resources> resources) throws IOException {
    for (String name : Totals.SCALARS) {
      columns.millis(prefix + name, row -> resources.apply(row).scalarMillis(name));
    }
  }

  private static long seconds(Optional<Instant> at) {
    return at.map(Instant::getEpochSecond).orElse(0L);
  }
}

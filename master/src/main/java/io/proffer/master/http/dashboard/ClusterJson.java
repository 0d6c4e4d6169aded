package io.proffer.master.http.dashboard;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.OfferId;
import io.proffer.master.state.Agent;
import io.proffer.master.state.Deactivation;
import io.proffer.master.state.Framework;
import io.proffer.master.state.Offer;
import io.proffer.master.state.Task;
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

  private ClusterJson() {}

  /** What has changed. */
  static byte[] of(Batch batch) {
    return write(new JsonBytes().raw('{'), batch);
  }

  /**
   * Everything there is.
   *
   * @param term of which the version is one
   */
  static byte[] everything(String term, Batch batch) {
    return write(new JsonBytes().raw('{').name("term").text(term).raw(','), batch);
  }

  private static byte[] write(JsonBytes out, Batch batch) {
    out.name("version").number(batch.version()).raw(',');
    agents().write("agents", batch.agents(), out);
    use(new Columns<AgentRow>().text("id", row -> row.id().value()))
        .write("uses", batch.uses(), out);
    frameworks().write("frameworks", batch.frameworks(), out);
    tasks().write("tasks", batch.tasks(), out);
    offers(new Columns<>(), Function.<Offer>identity()).write("offers", batch.offers(), out);
    decisions().write("decisions", batch.decisions(), out);
    gone("goneAgents", batch.goneAgents(), AgentId::value, out);
    gone("goneFrameworks", batch.goneFrameworks(), FrameworkId::value, out);
    gone("goneOffers", batch.goneOffers(), OfferId::value, out);
    return out.dropComma().raw('}').toByteArray();
  }

  private static <T> void gone(String name, List<T> ids, Function<T, String> value, JsonBytes out) {
    if (!ids.isEmpty()) {
      out.name(name).raw('[');
      ids.forEach(id -> out.text(value.apply(id)).raw(','));
      out.dropComma().raw(']').raw(',');
    }
  }

  private static Columns<AgentRow> agents() {
    Columns<AgentRow> columns =
        new Columns<AgentRow>()
            .text("id", row -> row.id().value())
            .text("host", row -> row.agent().map(a -> a.info().getHostname()).orElse(""))
            .text("address", row -> row.agent().map(Agent::address).orElse(""))
            .few("version", row -> row.agent().map(Agent::version).orElse(""))
            .few("up", ClusterJson::up)
            .few("duty", row -> row.deactivation().map(ClusterJson::duty).orElse(""))
            .texts("attributes", row -> attributes(row.agent()))
            .few("zone", row -> row.agent().map(ClusterJson::domain).orElse(""))
            .amounts("", ClusterJson::total);
    return use(columns)
        .number(
            "since",
            row -> seconds(row.unreachableSince().or(() -> row.agent().map(Agent::registeredAt))))
        .number("back", row -> seconds(row.agent().flatMap(Agent::reregisteredAt)));
  }

  private static void total(AgentRow row, long[] millis) {
    row.agent().ifPresent(agent -> Sums.add(agent.total().nonRevocable(), millis));
  }

  /** What changes all the time. */
  private static Columns<AgentRow> use(Columns<AgentRow> columns) {
    return columns
        .amounts("used_", (row, millis) -> row.used().addTo(millis))
        .amounts("offered_", (row, millis) -> row.offered().addTo(millis));
  }

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

  private static Columns<FrameworkRow> frameworks() {
    return new Columns<FrameworkRow>()
        .text("id", row -> row.framework().id().value())
        .text("name", row -> info(row).getName())
        .text("user", row -> info(row).getUser())
        .text("principal", row -> info(row).getPrincipal())
        .text("host", row -> info(row).getHostname())
        .text("webui", row -> info(row).getWebuiUrl())
        .few("up", row -> up(row.framework()))
        .texts("roles", row -> row.framework().roles())
        .texts("suppressed", row -> row.framework().suppressedRoles())
        .number("failover", row -> (long) Math.min(info(row).getFailoverTimeout(), 1e12))
        .number("since", row -> row.framework().registeredAt().getEpochSecond())
        .number("back", row -> row.framework().reregisteredAt().getEpochSecond())
        .number("ended", row -> seconds(row.framework().unregisteredAt()))
        .number("offers", row -> row.offers().made())
        .number("accepted", row -> row.offers().accepted())
        .number("declined", row -> row.offers().declined())
        .number("withdrawn", row -> row.offers().withdrawn())
        .number("offered", row -> seconds(row.offers().lastMadeAt()))
        .amounts("executor_", (row, millis) -> Sums.add(row.executors(), millis));
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

  private static Columns<Task> tasks() {
    return new Columns<Task>()
        .text("id", task -> task.key().task().value())
        .text("name", task -> sameAsId(task) ? "" : task.info().getName())
        .few("framework", task -> task.key().framework().value())
        .few("agent", task -> task.agent().value())
        .few("state", task -> task.state().name())
        .few("role", Task::role)
        .few("executor", task -> task.executor().map(id -> id.value()).orElse(""))
        .amounts("", (task, millis) -> Sums.add(task.resources(), millis))
        .number("began", task -> first(task))
        .number("lasted", task -> last(task) - first(task))
        .number("health", ClusterJson::health);
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

  private static Columns<Activity.Decision> decisions() {
    Columns<Activity.Decision> columns =
        new Columns<Activity.Decision>()
            .number("n", Activity.Decision::number)
            .number("ended", decision -> decision.at().toEpochMilli())
            .few("how", decision -> decision.how().name());
    return offers(columns, Activity.Decision::offer);
  }

  private static <R> Columns<R> offers(Columns<R> columns, Function<R, Offer> offer) {
    return columns
        .text("id", row -> offer.apply(row).id().value())
        .few("framework", row -> offer.apply(row).framework().value())
        .few("agent", row -> offer.apply(row).agent().value())
        .few("role", row -> offer.apply(row).role())
        .amounts("", (row, millis) -> Sums.add(offer.apply(row).resources(), millis))
        .number("made", row -> offer.apply(row).madeAt().toEpochMilli());
  }

  private static long seconds(Optional<Instant> at) {
    return at.map(Instant::getEpochSecond).orElse(0L);
  }
}

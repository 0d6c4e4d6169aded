package io.proffer.master.http.dashboard;

import com.fasterxml.jackson.core.JsonGenerator;
import io.proffer.master.actor.MasterSelf;
import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.actor.MasterSnapshot.FrameworkSnapshot;
import io.proffer.master.actor.MeasuredUses;
import io.proffer.master.state.Agent;
import io.proffer.master.state.Framework;
import io.proffer.master.state.OfferEnd;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskState;

/** The cluster in a few kilobytes, however large it is. */
final class SummaryJson {

  /** The largest of them; the others are counted. */
  private static final int MAX_FRAMEWORKS = 12;

  private static final int MAX_STARVING = 12;
  private static final int MAX_HAPPENINGS = 25;
  private static final Duration STARVING = Duration.ofSeconds(30);

  private final MasterSnapshot snapshot;
  private final Activity activity;
  private final Totals totals;
  private final Instant now;
  private final JsonGenerator out;

  private SummaryJson(MasterSnapshot snapshot, Activity activity, Instant now, JsonGenerator out) {
    this.snapshot = snapshot;
    this.activity = activity;
    this.totals = Totals.of(snapshot);
    this.now = now;
    this.out = out;
  }

  static byte[] render(
      MasterSelf self,
      String masterId,
      Instant electedAt,
      MasterSnapshot snapshot,
      Activity activity,
      MeasuredUses uses,
      Instant now) {
    return Json.object(
        out -> {
          out.writeStringField("cluster", self.clusterName());
          out.writeStringField("build", self.build().version());
          out.writeStringField("master", masterId);
          out.writeStringField("address", self.hostname() + ":" + self.port());
          out.writeNumberField("elected", electedAt.getEpochSecond());
          out.writeNumberField("started", self.startedAt().getEpochSecond());
          out.writeNumberField("now", now.toEpochMilli());
          out.writeNumberField("version", snapshot.version());
          SummaryJson json = new SummaryJson(snapshot, activity, now, out);
          json.agents();
          json.resources();
          out.writeObjectFieldStart("measured");
          MeasuredTotals.of(snapshot, uses).write(out);
          out.writeEndObject();
          json.tasks();
          json.frameworks();
          json.starving();
          json.happenings();
        });
  }

  private void agents() throws IOException {
    long connected = snapshot.agents().stream().filter(Agent::connected).count();
    out.writeObjectFieldStart("agents");
    out.writeNumberField("connected", connected);
    out.writeNumberField("disconnected", snapshot.agents().size() - connected);
    out.writeNumberField("unreachable", snapshot.unreachableAgents().size());
    out.writeEndObject();
  }

  private void resources() throws IOException {
    out.writeNumberField("offers", snapshot.offers().size());
    out.writeObjectFieldStart("resources");
    for (String name : Sums.SCALARS) {
      out.writeArrayFieldStart(name);
      Json.millis(out, totals.total.millis(name));
      Json.millis(out, totals.used.millis(name));
      Json.millis(out, totals.offered.millis(name));
      out.writeEndArray();
    }
    out.writeEndObject();
  }

  private void tasks() throws IOException {
    out.writeObjectFieldStart("tasks");
    for (Map.Entry<TaskState, Integer> count : totals.tasks.entrySet()) {
      out.writeNumberField(count.getKey().name(), count.getValue());
    }
    out.writeEndObject();
  }

  private void frameworks() throws IOException {
    long connected = snapshot.frameworks().stream().filter(f -> f.framework().connected()).count();
    out.writeNumberField("frameworksConnected", connected);
    out.writeNumberField("frameworksKnown", snapshot.frameworks().size());
    out.writeArrayFieldStart("frameworks");
    List<FrameworkSnapshot> largest = new ArrayList<>(snapshot.frameworks());
    largest.sort(
        Comparator.comparingLong(
                (FrameworkSnapshot f) -> -totals.usedBy(f.framework().id()).millis("cpus"))
            .thenComparing(f -> f.framework().id()));
    for (FrameworkSnapshot framework :
        largest.subList(0, Math.min(MAX_FRAMEWORKS, largest.size()))) {
      write(framework);
    }
    out.writeEndArray();
  }

  private void write(FrameworkSnapshot framework) throws IOException {
    Framework known = framework.framework();
    Sums used = totals.usedBy(known.id());
    out.writeStartObject();
    out.writeStringField("id", known.id().value());
    out.writeStringField("name", known.info().getName());
    out.writeStringField("up", ClusterJson.up(known));
    out.writeNumberField(
        "tasks", framework.tasks().stream().filter(task -> !task.terminal()).count());
    out.writeNumberField("offers", framework.offers().size());
    for (String name : Sums.SCALARS) {
      out.writeFieldName(name);
      Json.millis(out, used.millis(name));
    }
    out.writeEndObject();
  }

  /** Those who want offers and have not had one for a while. */
  private void starving() throws IOException {
    out.writeArrayFieldStart("starving");
    int written = 0;
    for (FrameworkSnapshot framework : snapshot.frameworks()) {
      Optional<Instant> since = starvingSince(framework);
      if (since.isPresent() && written++ < MAX_STARVING) {
        out.writeStartObject();
        out.writeStringField("id", framework.framework().id().value());
        out.writeStringField("name", framework.framework().info().getName());
        out.writeNumberField("since", since.get().getEpochSecond());
        out.writeBooleanField(
            "never", activity.offersTo(framework.framework().id()).lastMadeAt().isEmpty());
        out.writeEndObject();
      }
    }
    out.writeEndArray();
  }

  private Optional<Instant> starvingSince(FrameworkSnapshot snapshotOf) {
    Framework framework = snapshotOf.framework();
    boolean wants =
        framework.connected() && !framework.suppressedRoles().containsAll(framework.roles());
    if (!wants || !snapshotOf.offers().isEmpty()) {
      return Optional.empty();
    }
    OfferCounts counts = activity.offersTo(framework.id());
    if (counts.lastEnd().equals(Optional.of(OfferEnd.DECLINED))) {
      return Optional.empty(); // what it declines it is not offered again for a while
    }
    Instant since = counts.lastMadeAt().orElse(framework.reregisteredAt());
    return Duration.between(since, now).compareTo(STARVING) > 0
        ? Optional.of(since)
        : Optional.empty();
  }

  private void happenings() throws IOException {
    List<Activity.Happening> last = activity.happenings();
    out.writeArrayFieldStart("happenings");
    for (int i = last.size() - 1; i >= Math.max(0, last.size() - MAX_HAPPENINGS); i--) {
      HappeningJson.write(out, last.get(i));
    }
    out.writeEndArray();
  }
}

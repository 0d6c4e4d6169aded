package io.proffer.service.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.core.model.Attributes;
import io.proffer.service.json.AppWriter;
import io.proffer.service.json.PodWriter;
import io.proffer.service.json.Times;
import io.proffer.service.kernel.QueueEntry;
import io.proffer.service.kernel.ServiceSnapshot;
import io.proffer.service.matching.Rejection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Resource;

/** What waits to be launched, and why. */
final class QueueJson {

  private QueueJson() {}

  static ObjectNode of(ServiceSnapshot snapshot, boolean withOffers) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    ArrayNode queue = out.putArray("queue");
    snapshot.queue().forEach(entry -> queue.add(entry(entry, snapshot, withOffers)));
    return out;
  }

  private static ObjectNode entry(QueueEntry entry, ServiceSnapshot snapshot, boolean withOffers) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.put("count", entry.count());
    out.put("role", entry.app().spec().role());
    long left =
        entry.delayedUntil().map(u -> Duration.between(snapshot.at(), u).toSeconds()).orElse(0L);
    out.putObject("delay")
        .put("timeLeftSeconds", left)
        .put("overdue", entry.delayedUntil().isEmpty());
    out.put("since", Times.text(entry.since()));
    summary(out.putObject("processedOffersSummary"), entry.offers());
    if (withOffers) {
      ArrayNode unused = out.putArray("lastUnusedOffers");
      entry.offers().lastUnused().forEach(u -> unused.add(unused(u)));
    }
    if (entry.app().isPod()) {
      out.set("pod", PodWriter.write(entry.app()));
    } else {
      out.set("app", AppWriter.write(entry.app()));
    }
    return out;
  }

  private static void summary(ObjectNode out, QueueEntry.Offers offers) {
    out.put("processedOffersCount", offers.processed());
    out.put("unusedOffersCount", offers.unused());
    offers.lastUnusedAt().ifPresent(at -> out.put("lastUnusedOfferAt", Times.text(at)));
    offers.lastUsedAt().ifPresent(at -> out.put("lastUsedOfferAt", Times.text(at)));
    reasons(out.putArray("rejectSummaryLastOffers"), offers.lastByReason(), offers.agents());
    reasons(
        out.putArray("rejectSummaryLaunchAttempt"), offers.attemptByReason(), offers.processed());
  }

  private static void reasons(
      ArrayNode out, Map<Rejection.Reason, Integer> declined, int processed) {
    for (Rejection.Reason reason : Rejection.Reason.values()) {
      out.addObject()
          .put("reason", reason.name())
          .put("declined", declined.getOrDefault(reason, 0))
          .put("processed", processed);
    }
  }

  private static ObjectNode unused(QueueEntry.Unused unused) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    Offer offer = unused.offer();
    ObjectNode json = out.putObject("offer");
    json.put("id", offer.getId().getValue());
    json.put("hostname", offer.getHostname());
    json.put("agentId", offer.getAgentId().getValue());
    ArrayNode resources = json.putArray("resources");
    offer.getResourcesList().forEach(resource -> resources.add(resource(resource)));
    ArrayNode attributes = json.putArray("attributes");
    offer
        .getAttributesList()
        .forEach(
            attribute ->
                attributes
                    .addObject()
                    .put("name", attribute.getName())
                    .put("text", Attributes.valueText(attribute)));
    ArrayNode reasons = out.putArray("reason");
    List<Rejection> all = unused.reasons();
    all.stream().map(r -> r.reason().name()).distinct().forEach(reasons::add);
    out.put("timestamp", Times.text(unused.at()));
    return out;
  }

  private static ObjectNode resource(Resource resource) {
    ObjectNode out = JsonNodeFactory.instance.objectNode().put("name", resource.getName());
    int refined = resource.getReservationsCount();
    out.put("role", refined == 0 ? "*" : resource.getReservations(refined - 1).getRole());
    if (resource.hasScalar()) {
      out.put("scalar", resource.getScalar().getValue());
    }
    if (resource.hasRanges()) {
      ArrayNode ranges = out.putArray("ranges");
      resource
          .getRanges()
          .getRangeList()
          .forEach(r -> ranges.addObject().put("begin", r.getBegin()).put("end", r.getEnd()));
    }
    return out;
  }
}

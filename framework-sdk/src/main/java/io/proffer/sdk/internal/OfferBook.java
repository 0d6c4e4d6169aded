package io.proffer.sdk.internal;

import io.proffer.core.bounded.BoundedMap;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.OfferId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskInfo;

/** The offers the scheduler holds, and for how long what it does not use is refused. */
final class OfferBook {

  /** Offers that are refused together. */
  record Refusal(List<OfferId> offers, Duration span) {}

  /** Agents whose refusals are remembered; one forgotten starts at the shortest refusal again. */
  private static final int REMEMBERED_AGENTS = 100_000;

  private final DriverSettings settings;
  private final Jitter jitter;
  private final Map<OfferId, AgentId> live = new LinkedHashMap<>();
  private final Map<AgentId, Integer> refusalsInARow = BoundedMap.ofNewest(REMEMBERED_AGENTS);

  OfferBook(DriverSettings settings, Jitter jitter) {
    this.settings = settings;
    this.jitter = jitter;
  }

  void offered(List<Offer> offers) {
    offers.forEach(offer -> live.put(OfferId.of(offer.getId()), AgentId.of(offer.getAgentId())));
  }

  void rescinded(OfferId offer) {
    live.remove(offer);
  }

  /** Those that were neither rescinded nor lost with their subscription. */
  List<Offer> stillValid(List<Offer> offers) {
    return offers.stream().filter(offer -> live.containsKey(OfferId.of(offer.getId()))).toList();
  }

  /** The subscription is lost, and all offers with it. */
  void clear() {
    live.clear();
    forgetRefusals();
  }

  /** What was refused may be wanted now. */
  void forgetRefusals() {
    refusalsInARow.clear();
  }

  /** The offers leave the book and are used, if all are still in it; otherwise nothing changes. */
  boolean use(List<OfferId> offers) {
    if (!live.keySet().containsAll(offers)) {
      return false;
    }
    offers.forEach(offer -> refusalsInARow.remove(live.remove(offer)));
    return true;
  }

  /** The offers leave the book; those that are still in it are returned. */
  List<OfferId> released(List<OfferId> offers) {
    List<OfferId> known = new ArrayList<>();
    for (OfferId offer : offers) {
      if (live.remove(offer) != null) {
        known.add(offer);
      }
    }
    return known;
  }

  /**
   * The offers leave the book unused.
   *
   * @param wanted whether the scheduler wants offers, only not these
   * @return how they are to be refused
   */
  List<Refusal> unused(List<OfferId> offers, boolean wanted) {
    if (!wanted) {
      List<OfferId> known = released(offers);
      return known.isEmpty() ? List.of() : List.of(new Refusal(known, settings.idleRefusal()));
    }
    Map<Duration, List<OfferId>> byRefusal = new TreeMap<>();
    for (OfferId offer : offers) {
      AgentId agent = live.remove(offer);
      if (agent != null) {
        byRefusal.computeIfAbsent(refusal(agent), some -> new ArrayList<>()).add(offer);
      }
    }
    return byRefusal.entrySet().stream()
        .map(group -> new Refusal(group.getValue(), jitter.around(group.getKey())))
        .toList();
  }

  private Duration refusal(AgentId agent) {
    int before = refusalsInARow.merge(agent, 1, Integer::sum) - 1;
    return Jitter.doubled(settings.refusalMin(), before, settings.refusalMax());
  }

  /** The tasks that operations on offers launch. */
  static List<TaskInfo> launchedBy(List<Offer.Operation> operations) {
    List<TaskInfo> tasks = new ArrayList<>();
    for (Offer.Operation operation : operations) {
      tasks.addAll(operation.getLaunch().getTaskInfosList());
      tasks.addAll(operation.getLaunchGroup().getTaskGroup().getTasksList());
    }
    return tasks;
  }
}

package io.proffer.master.state;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.OfferId;
import io.proffer.master.state.MasterEvent.InverseOfferEnded;
import io.proffer.master.state.MasterEvent.InverseOfferMade;
import io.proffer.master.state.MasterEvent.MachinesBroughtDown;
import io.proffer.master.state.MasterEvent.MachinesBroughtUp;
import io.proffer.master.state.MasterEvent.MaintenanceScheduled;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.MachineID;
import org.apache.mesos.v1.Protos.TimeInfo;
import org.apache.mesos.v1.Protos.Unavailability;
import org.apache.mesos.v1.allocator.Protos.InverseOfferStatus;
import org.apache.mesos.v1.maintenance.Protos.Schedule;
import org.apache.mesos.v1.maintenance.Protos.Window;

/**
 * The maintenance schedule, the machines in it, and what frameworks are asked and have answered
 * about it. Collections are live, read-only views in the order in which their members came.
 */
public final class Maintenance {

  /** Who answered, and about which agent: there may be several on a machine. */
  private record Responder(AgentId agent, FrameworkId framework) {}

  private Schedule schedule = Schedule.getDefaultInstance();
  private final Map<MachineKey, Machine> machines = new LinkedHashMap<>();
  private final Map<OfferId, InverseOffer> inverseOffers = new LinkedHashMap<>();
  private final Map<AgentId, Map<FrameworkId, InverseOffer>> onAgent = new HashMap<>();
  private final Map<MachineKey, Map<Responder, InverseOfferStatus>> answers = new HashMap<>();

  Maintenance() {}

  /** Whether there is nothing of all this. */
  public boolean isQuiet() {
    return machines.isEmpty() && inverseOffers.isEmpty();
  }

  /** As the operator gave it, less the machines that are up again. */
  public Schedule schedule() {
    return schedule;
  }

  /** The machines in the schedule. */
  public Collection<Machine> machines() {
    return Collections.unmodifiableCollection(machines.values());
  }

  /** A machine that is in the schedule. */
  public Optional<Machine> machine(MachineKey key) {
    return Optional.ofNullable(machines.get(key));
  }

  /** The machine of an agent, if it is in the schedule. */
  public Optional<Machine> machineOf(Agent agent) {
    return machines.isEmpty() ? Optional.empty() : machine(MachineKey.of(agent));
  }

  /** Whether no agent of a machine is to be let in. */
  public boolean isDown(String hostname, String address) {
    return !machines.isEmpty()
        && machine(MachineKey.of(hostname, address)).filter(Machine::down).isPresent();
  }

  /** What frameworks are asked and have not answered; the oldest first. */
  public Collection<InverseOffer> inverseOffers() {
    return Collections.unmodifiableCollection(inverseOffers.values());
  }

  public Optional<InverseOffer> inverseOffer(OfferId id) {
    return Optional.ofNullable(inverseOffers.get(id));
  }

  /** The inverse offers of an agent, at most one for each framework. */
  public Collection<InverseOffer> inverseOffersOn(AgentId agent) {
    return Collections.unmodifiableCollection(onAgent.getOrDefault(agent, Map.of()).values());
  }

  public boolean isAsked(FrameworkId framework, AgentId agent) {
    return onAgent.getOrDefault(agent, Map.of()).containsKey(framework);
  }

  /** A copy: the newest answers of frameworks about the agents of a machine. */
  public List<InverseOfferStatus> answers(MachineKey machine) {
    return List.copyOf(answers.getOrDefault(machine, Map.of()).values());
  }

  /** Those whose newest answer is that they cannot do without an agent. */
  public Set<FrameworkId> decliners(AgentId agent, MachineKey machine) {
    Set<FrameworkId> decliners = new LinkedHashSet<>();
    answers
        .getOrDefault(machine, Map.of())
        .forEach(
            (who, answer) -> {
              if (who.agent().equals(agent)
                  && answer.getStatus() == InverseOfferStatus.Status.DECLINE) {
                decliners.add(who.framework());
              }
            });
    return decliners;
  }

  // ---- change

  void apply(MasterEvent.OfMaintenance event) {
    switch (event) {
      case MaintenanceScheduled e -> scheduled(e.schedule());
      case MachinesBroughtDown e ->
          e.machines()
              .forEach(
                  id -> machines.computeIfPresent(MachineKey.of(id), (k, m) -> m.brought(true)));
      case MachinesBroughtUp e -> broughtUp(e.machines());
      case InverseOfferMade e -> made(e.offer());
      case InverseOfferEnded e -> ended(e);
    }
  }

  /** What was answered before is still so where the times are the same. */
  private void scheduled(Schedule next) {
    Map<MachineKey, Machine> before = new HashMap<>(machines);
    machines.clear();
    for (Window window : next.getWindowsList()) {
      Unavailability when = window.getUnavailability();
      for (MachineID id : window.getMachineIdsList()) {
        MachineKey key = MachineKey.of(id);
        Machine old = before.get(key);
        machines.put(key, new Machine(id, old != null && old.down(), when));
        if (old == null || !old.unavailability().equals(when)) {
          answers.remove(key);
        }
      }
    }
    answers.keySet().retainAll(machines.keySet());
    schedule = next;
  }

  void recover(Schedule known, Set<MachineKey> down) {
    scheduled(known);
    down.forEach(key -> machines.computeIfPresent(key, (k, machine) -> machine.brought(true)));
  }

  private void broughtUp(List<MachineID> ids) {
    Set<MachineKey> up = new HashSet<>();
    ids.forEach(id -> up.add(MachineKey.of(id)));
    machines.keySet().removeAll(up);
    answers.keySet().removeAll(up);
    schedule = without(schedule, up);
  }

  /** A schedule less some of its machines. */
  public static Schedule without(Schedule schedule, Set<MachineKey> up) {
    Schedule.Builder rest = Schedule.newBuilder();
    for (Window window : schedule.getWindowsList()) {
      Window.Builder left = window.toBuilder().clearMachineIds();
      for (MachineID id : window.getMachineIdsList()) {
        if (!up.contains(MachineKey.of(id))) {
          left.addMachineIds(id);
        }
      }
      if (left.getMachineIdsCount() > 0) {
        rest.addWindows(left);
      }
    }
    return rest.build();
  }

  private void made(InverseOffer offer) {
    inverseOffers.put(offer.id(), offer);
    onAgent
        .computeIfAbsent(offer.agent(), id -> new LinkedHashMap<>())
        .put(offer.framework(), offer);
  }

  private void ended(InverseOfferEnded event) {
    InverseOffer offer = inverseOffers.remove(event.offer());
    if (offer == null) {
      return;
    }
    Map<FrameworkId, InverseOffer> here = onAgent.get(offer.agent());
    if (here != null && here.remove(offer.framework()) != null && here.isEmpty()) {
      onAgent.remove(offer.agent());
    }
    switch (event.how()) {
      case ACCEPTED -> answered(offer, InverseOfferStatus.Status.ACCEPT, event.at());
      case DECLINED -> answered(offer, InverseOfferStatus.Status.DECLINE, event.at());
      case RESCINDED, DISCARDED -> {}
    }
  }

  private void answered(InverseOffer offer, InverseOfferStatus.Status status, Instant at) {
    long nanos = TimeUnit.SECONDS.toNanos(at.getEpochSecond()) + at.getNano();
    answers
        .computeIfAbsent(offer.machine(), key -> new LinkedHashMap<>())
        .put(
            new Responder(offer.agent(), offer.framework()),
            InverseOfferStatus.newBuilder()
                .setStatus(status)
                .setFrameworkId(offer.framework().toProto())
                .setTimestamp(TimeInfo.newBuilder().setNanoseconds(nanos))
                .build());
  }

  /** What was said about an agent that is no more says nothing about another. */
  void forget(AgentId agent) {
    answers.values().forEach(of -> of.keySet().removeIf(who -> who.agent().equals(agent)));
  }

  void forget(FrameworkId framework) {
    answers.values().forEach(of -> of.keySet().removeIf(who -> who.framework().equals(framework)));
  }
}

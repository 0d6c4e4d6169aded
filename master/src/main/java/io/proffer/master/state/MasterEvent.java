package io.proffer.master.state;

import com.google.protobuf.ByteString;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.OfferId;
import io.proffer.core.model.Resources;
import io.proffer.core.model.TaskKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.apache.mesos.v1.Protos.DrainConfig;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.MachineID;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.WeightInfo;
import org.apache.mesos.v1.maintenance.Protos.Schedule;
import org.apache.mesos.v1.quota.Protos.QuotaConfig;

/**
 * A fact that changed what the master knows. {@link MasterState#apply} is total over facts that a
 * kernel decided on the same state: what a fact is about exists when it is applied.
 */
public sealed interface MasterEvent {

  /** Whether the fact must be in the registry before anything that depends on it is let out. */
  default boolean durable() {
    return false;
  }

  /**
   * Whether the registry keeps the fact. One that is not {@link #durable} is written behind what
   * depends on it: the next leader may not know it.
   */
  default boolean recorded() {
    return durable();
  }

  /**
   * This master begins to lead with what masters before it have kept. The first fact of all.
   * Frameworks that were connected until then are away from now on, which is written behind.
   */
  record FactsRecovered(DurableFacts facts, Instant at) implements MasterEvent {
    @Override
    public boolean recorded() {
      return facts.frameworks().stream().anyMatch(f -> f.disconnectedAt().isEmpty());
    }
  }

  /**
   * An operator wants masters to know something else than this one does, which therefore knows no
   * more from here on: it begins anew.
   */
  record FactsReplaced(DurableFacts facts) implements MasterEvent {
    @Override
    public boolean durable() {
      return true;
    }
  }

  // ---- agents

  /**
   * An agent is part of the cluster that was not: new, back from being unreachable, or back with
   * the first master it finds after the one that admitted it.
   *
   * @param known whether the registry has it already, as it is
   */
  record AgentAdmitted(Agent agent, boolean known) implements MasterEvent {
    @Override
    public boolean durable() {
      return !known;
    }
  }

  /**
   * An agent that is part of the cluster registered again.
   *
   * @param changed whether it says something else about itself than before
   */
  record AgentReregistered(Agent agent, boolean changed) implements MasterEvent {
    @Override
    public boolean durable() {
      return changed;
    }
  }

  /** An agent measured how much more than it has may be held, by those who may lose it. */
  record AgentOversubscribed(AgentId agent, Resources revocable) implements MasterEvent {}

  /** The link to an agent broke; its tasks are held to run on. */
  record AgentDisconnected(AgentId agent, Instant at) implements MasterEvent {}

  /** An agent was away for too long. Its tasks have become unreachable before. */
  record AgentMarkedUnreachable(AgentId agent, Instant at) implements MasterEvent {
    @Override
    public boolean durable() {
      return true;
    }
  }

  /** An agent left for good. Its tasks have ended before. */
  record AgentRemoved(AgentId agent, Instant at) implements MasterEvent {
    @Override
    public boolean durable() {
      return true;
    }
  }

  /** An operator says that an agent does not come back. Its tasks have ended before. */
  record AgentMarkedGone(AgentId agent, Instant at) implements MasterEvent {
    @Override
    public boolean durable() {
      return true;
    }
  }

  /** Agents have been unreachable, or gone, for so long that nobody asks about them any more. */
  record AgentsForgotten(List<AgentId> unreachable, List<AgentId> gone) implements MasterEvent {
    public AgentsForgotten {
      unreachable = List.copyOf(unreachable);
      gone = List.copyOf(gone);
    }

    @Override
    public boolean recorded() {
      return true;
    }
  }

  /** A fact about whether an agent is to be offered to anybody. */
  sealed interface OfActivity extends MasterEvent {
    AgentId agent();

    @Override
    default boolean durable() {
      return true;
    }
  }

  /** An agent is offered to nobody; what it runs runs on. Its offers have ended before. */
  record AgentDeactivated(AgentId agent) implements OfActivity {}

  /**
   * An agent is offered to nobody, and is to end what it runs. Its offers have ended before.
   *
   * @param at when it was told; empty when it is not there to be told
   */
  record AgentDrainBegun(AgentId agent, DrainConfig config, Optional<Instant> at)
      implements OfActivity {}

  /** Nothing is left on an agent that was drained. */
  record AgentDrained(AgentId agent) implements OfActivity {}

  /** An agent is offered again. */
  record AgentReactivated(AgentId agent) implements OfActivity {}

  // ---- maintenance

  /** A fact about machines that operators work on, or are going to. */
  sealed interface OfMaintenance extends MasterEvent {}

  /** There is another maintenance schedule. Machines that are down are in it. */
  record MaintenanceScheduled(Schedule schedule) implements OfMaintenance {
    @Override
    public boolean durable() {
      return true;
    }
  }

  /** The maintenance of scheduled machines has begun. Their agents have been removed before. */
  record MachinesBroughtDown(List<MachineID> machines) implements OfMaintenance {
    public MachinesBroughtDown {
      machines = List.copyOf(machines);
    }

    @Override
    public boolean durable() {
      return true;
    }
  }

  /** The maintenance of machines is over; the schedule has them no more. */
  record MachinesBroughtUp(List<MachineID> machines) implements OfMaintenance {
    public MachinesBroughtUp {
      machines = List.copyOf(machines);
    }

    @Override
    public boolean durable() {
      return true;
    }
  }

  /** A framework is asked to do without an agent. */
  record InverseOfferMade(InverseOffer offer) implements OfMaintenance {}

  /** An inverse offer is no more. */
  record InverseOfferEnded(OfferId offer, InverseOfferEnd how, Instant at)
      implements OfMaintenance {}

  // ---- roles

  /** What an operator wants of roles. */
  sealed interface OfRoles extends MasterEvent {
    @Override
    default boolean durable() {
      return true;
    }
  }

  /** Roles weigh this from now on; what other roles weigh stays. */
  record WeightsUpdated(List<WeightInfo> weights) implements OfRoles {
    public WeightsUpdated {
      weights = List.copyOf(weights);
    }
  }

  /** Roles have these quotas from now on; one that says nothing ends the one there is. */
  record QuotasUpdated(List<QuotaConfig> configs) implements OfRoles {
    public QuotasUpdated {
      configs = List.copyOf(configs);
    }
  }

  // ---- frameworks

  /** A framework subscribed that was not known, or is known from an agent's report only. */
  record FrameworkSubscribed(Framework framework) implements MasterEvent {
    @Override
    public boolean recorded() {
      return true;
    }
  }

  /** An agent reported a framework that has not subscribed since this master leads. */
  record FrameworkRecovered(Framework framework) implements MasterEvent {
    @Override
    public boolean recorded() {
      return true;
    }
  }

  /** A known framework subscribed again, on a new stream, and may say other things about itself. */
  record FrameworkResubscribed(
      FrameworkId framework,
      FrameworkInfo info,
      SortedSet<String> roles,
      SortedSet<String> suppressedRoles,
      StreamId stream,
      Instant at)
      implements MasterEvent {
    @Override
    public boolean recorded() {
      return true;
    }
  }

  /** What a subscribed framework says about itself changed. */
  record FrameworkUpdated(
      FrameworkId framework,
      FrameworkInfo info,
      SortedSet<String> roles,
      SortedSet<String> suppressedRoles)
      implements MasterEvent {
    @Override
    public boolean recorded() {
      return true;
    }
  }

  /** A framework wants offers for other roles than before. */
  record RolesSuppressed(FrameworkId framework, SortedSet<String> suppressedRoles)
      implements MasterEvent {}

  /**
   * A framework's stream is gone. Its offers have ended before. Written behind: of the failover
   * timeout the next master gives it what is left.
   */
  record FrameworkDisconnected(FrameworkId framework, Instant at) implements MasterEvent {
    @Override
    public boolean recorded() {
      return true;
    }
  }

  /**
   * A framework ended. Its offers, tasks and executors have ended before.
   *
   * @param tornDown whether somebody wanted that; otherwise it stayed away for too long, as it does
   *     from a master that does not know of its end
   */
  record FrameworkCompleted(FrameworkId framework, Instant at, boolean tornDown)
      implements MasterEvent {
    @Override
    public boolean durable() {
      return tornDown;
    }

    @Override
    public boolean recorded() {
      return true;
    }
  }

  // ---- offers

  /** Resources are held out to a framework. */
  record OfferMade(Offer offer) implements MasterEvent {}

  /** An offer is no more; what of it was not used is free again. */
  record OfferEnded(OfferId offer, OfferEnd how) implements MasterEvent {}

  // ---- tasks and executors

  /** A task was accepted and is on its way to its agent. */
  record TaskLaunched(Task task) implements MasterEvent {}

  /** An agent reported a task this master did not know, or had taken for unreachable. */
  record TaskRecovered(Task task) implements MasterEvent {}

  /**
   * A task's status changed. A terminal {@code latest} frees its resources.
   *
   * @param status what its framework is told; with a uuid when it is to be acknowledged
   * @param latest the newest state known, which may be ahead of the status
   */
  record TaskUpdated(TaskKey task, TaskStatus status, TaskState latest) implements MasterEvent {}

  /** A framework acknowledged an update of a task. */
  record UpdateAcknowledged(TaskKey task, ByteString uuid) implements MasterEvent {}

  /** A terminal task is over: nothing more will be told about it. */
  record TaskCompleted(TaskKey task) implements MasterEvent {}

  /**
   * A task's agent is away for too long; its resources are no longer counted.
   *
   * @param status what its framework is told; empty when the task was terminal before
   */
  record TaskBecameUnreachable(TaskKey task, Optional<TaskStatus> status) implements MasterEvent {}

  /**
   * What became of an unreachable task is known: its agent came back without it, or its framework
   * ended.
   */
  record UnreachableTaskEnded(TaskKey task, TaskStatus status) implements MasterEvent {}

  /** An executor is on its way to its agent, or was reported by it. */
  record ExecutorLaunched(Executor executor) implements MasterEvent {}

  /** An executor is no more; what it held is free. */
  record ExecutorEnded(ExecutorKey executor) implements MasterEvent {}

  // ---- operations on resources

  /**
   * A fact about an operation that reserves resources, or makes volumes of them, or undoes it. Not
   * durable: agents keep what became of their resources, as they keep their tasks.
   */
  sealed interface OfOperation extends MasterEvent {}

  /**
   * An operation was accepted and is on its way to its agent, whose resources are held to be
   * converted already.
   *
   * @param total everything the agent has from now on
   */
  record OperationAccepted(OfferOperation operation, Resources total) implements OfOperation {}

  /** An agent reported an operation this master did not know. */
  record OperationRecovered(OfferOperation operation) implements OfOperation {}

  /** An agent has decided about an operation. */
  record OperationUpdated(ByteString operation, OperationStatus status) implements OfOperation {}

  /** An operation is over: nothing more will be told about it. */
  record OperationEnded(ByteString operation) implements OfOperation {}

  /**
   * A resource provider of an agent came, changed or went.
   *
   * @param total everything the agent has
   * @param providers all it has now
   */
  record ProvidersChanged(AgentId agent, Resources total, List<AgentProvider> providers)
      implements OfOperation {
    public ProvidersChanged {
      providers = List.copyOf(providers);
    }
  }

  /**
   * An operation has failed that was held to be done.
   *
   * @param total everything the agent has
   */
  record ConversionUndone(AgentId agent, Resources total) implements OfOperation {}
}

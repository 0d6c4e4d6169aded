package io.proffer.master.kernel;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.master.state.AgentLink;
import io.proffer.master.state.DurableFacts;
import io.proffer.master.state.StreamId;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.DrainConfig;
import org.apache.mesos.v1.Protos.MachineID;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.WeightInfo;
import org.apache.mesos.v1.maintenance.Protos.Schedule;
import org.apache.mesos.v1.quota.Protos.QuotaConfig;
import org.apache.mesos.v1.quota.Protos.QuotaRequest;
import org.apache.mesos.v1.scheduler.Protos.Call;

/**
 * Everything that can happen to the master. The shell has already checked what needs no state:
 * media types, well-formedness of the message, and that this master leads.
 */
public sealed interface MasterInput {

  /** This master leads: the first input of all. It knows what masters before it have kept. */
  record Leading(DurableFacts known) implements MasterInput {}

  /**
   * A SUBSCRIBE call. The shell has opened nothing yet: it opens the stream when the answer is
   * {@link CallOutcome.Subscribed} and then delivers the stream's events in order.
   *
   * @param stream the id the new stream is to have
   * @param call the whole call, of type SUBSCRIBE
   * @param principal who the client proved to be; empty without authentication
   */
  record Subscribe(RequestId request, StreamId stream, Call call, Optional<String> principal)
      implements MasterInput {}

  /**
   * Any scheduler call but SUBSCRIBE.
   *
   * @param stream the call's {@code Mesos-Stream-Id}; empty when it has none
   */
  record SchedulerCall(
      RequestId request, Optional<StreamId> stream, Call call, Optional<String> principal)
      implements MasterInput {}

  /** The connection behind a stream is gone, or its client read too slowly and was dropped. */
  record StreamLost(StreamId stream) implements MasterInput {}

  /** An agent's message arrived. */
  record AgentSaid(AgentLink link, FromAgent message) implements MasterInput {}

  /** A connection of agents is gone, and with it every channel on it. */
  record ConnectionLost(long connection) implements MasterInput {}

  /**
   * An operator has a snapshot to begin with.
   *
   * @param replacing whether what is known may be forgotten for it
   */
  record RestoreFacts(RequestId request, DurableFacts facts, boolean replacing)
      implements MasterInput {}

  /** An operator tears a framework down. */
  record OperatorTeardown(RequestId request, FrameworkId framework) implements MasterInput {}

  /**
   * An operator reserves resources, or makes volumes of them, or undoes that.
   *
   * @param principal who the operator proved to be; empty without authentication
   */
  record OperatorOperation(
      RequestId request, AgentId agent, Operation operation, Optional<String> principal)
      implements MasterInput {}

  /** An operator wants an agent to end all it runs, and to be offered to nobody. */
  record DrainAgent(RequestId request, AgentId agent, DrainConfig config) implements MasterInput {}

  /** An operator wants an agent to be offered to nobody. */
  record DeactivateAgent(RequestId request, AgentId agent) implements MasterInput {}

  /** An operator wants an agent to be offered again. */
  record ReactivateAgent(RequestId request, AgentId agent) implements MasterInput {}

  /** An operator says that an agent does not come back. */
  record MarkAgentGone(RequestId request, AgentId agent) implements MasterInput {}

  /** An operator says when which machines are expected to be worked on. */
  record UpdateMaintenanceSchedule(RequestId request, Schedule schedule) implements MasterInput {}

  /** An operator begins to work on machines. */
  record StartMaintenance(RequestId request, List<MachineID> machines) implements MasterInput {
    public StartMaintenance {
      machines = List.copyOf(machines);
    }
  }

  /** An operator has done the work on machines. */
  record StopMaintenance(RequestId request, List<MachineID> machines) implements MasterInput {
    public StopMaintenance {
      machines = List.copyOf(machines);
    }
  }

  /** An operator says what roles are to weigh. */
  record UpdateWeights(RequestId request, List<WeightInfo> weights) implements MasterInput {
    public UpdateWeights {
      weights = List.copyOf(weights);
    }
  }

  /**
   * An operator says what roles are to be sure of, and to be kept within.
   *
   * @param force whether that is to be so even where it cannot be kept as things are
   */
  record UpdateQuota(RequestId request, List<QuotaConfig> configs, boolean force)
      implements MasterInput {
    public UpdateQuota {
      configs = List.copyOf(configs);
    }
  }

  /** The same for one role, in the old way. */
  record SetQuota(RequestId request, QuotaRequest quota) implements MasterInput {}

  /**
   * An operator says that a role is to have no quota any more.
   *
   * @param where he said so, for the answer if it is refused; may be empty
   */
  record RemoveQuota(RequestId request, String role, String where) implements MasterInput {}

  /** A timer started by {@link MasterEffect.StartTimer} is due. */
  record TimerFired(TimerKey key) implements MasterInput {}
}

package io.proffer.simulator;

import io.proffer.agent.state.AgentState;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.master.kernel.MasterInput;
import io.proffer.master.kernel.RequestId;
import io.proffer.master.state.Agent;
import io.proffer.sdk.testkit.engine.Draws;
import io.proffer.sdk.testkit.node.AgentNode;
import io.proffer.sdk.testkit.node.FrameworkNode;
import io.proffer.sdk.testkit.node.MasterNode;
import io.proffer.sdk.testkit.node.VirtualCluster;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.apache.mesos.v1.Protos.DrainConfig;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;
import org.apache.mesos.v1.Protos.Value;

/** What operators do with agents and frameworks, and undo after a while. */
final class Operators {
  private static final String ROLE = "operators";

  private final VirtualCluster cluster;
  private final Draws draws;

  Operators(VirtualCluster cluster, Draws draws) {
    this.cluster = cluster;
    this.draws = draws;
  }

  /**
   * Has an agent end all it runs.
   *
   * @param forGood whether it is not to come back; another agent takes its machine then
   * @return whether anybody could be told
   */
  boolean drain(AgentNode agent, boolean forGood, Consumer<Runnable> later) {
    DrainConfig.Builder config = DrainConfig.newBuilder().setMarkGone(forGood);
    if (draws.chance(0.5)) {
      Duration most = draws.between(Duration.ZERO, Duration.ofMinutes(1));
      config.setMaxGracePeriod(DurationInfo.newBuilder().setNanoseconds(most.toNanos()));
    }
    boolean done =
        tell(agent, (request, id) -> new MasterInput.DrainAgent(request, id, config.build()));
    if (done) {
      later.accept(this::reactivateAll);
      later.accept(agent::start);
    }
    return done;
  }

  boolean deactivate(AgentNode agent, Consumer<Runnable> later) {
    boolean done = tell(agent, MasterInput.DeactivateAgent::new);
    if (done) {
      later.accept(this::reactivateAll);
    }
    return done;
  }

  boolean markGone(AgentNode agent, Consumer<Runnable> later) {
    boolean done = tell(agent, MasterInput.MarkAgentGone::new);
    if (done) {
      later.accept(agent::start);
    }
    return done;
  }

  /** Ends a framework with all it runs; its owner starts it again, as a new one. */
  boolean tearDown(FrameworkNode framework, Consumer<Runnable> later) {
    Optional<FrameworkId> id = framework.id();
    Optional<MasterNode> leader = cluster.leader();
    if (id.isEmpty() || leader.isEmpty()) {
      return false;
    }
    leader.get().operate(request -> new MasterInput.OperatorTeardown(request, id.get()));
    later.accept(framework::start);
    return true;
  }

  /** Reserves something for a role that no framework has, and takes that back. */
  boolean reserve(AgentNode agent, Consumer<Runnable> later) {
    Resource reserved =
        Resource.newBuilder()
            .setName("cpus")
            .setType(Value.Type.SCALAR)
            .setScalar(Value.Scalar.newBuilder().setValue(draws.between(1, 5) / 10.0))
            .addReservations(
                ReservationInfo.newBuilder().setType(ReservationInfo.Type.DYNAMIC).setRole(ROLE))
            .build();
    Operation operation =
        Operation.newBuilder()
            .setType(Operation.Type.RESERVE)
            .setReserve(Operation.Reserve.newBuilder().addResources(reserved))
            .build();
    boolean done = tell(agent, (request, id) -> operation(request, id, operation));
    if (done) {
      later.accept(this::unreserveAll);
    }
    return done;
  }

  /** Takes back what operators have reserved. */
  void unreserveAll() {
    cluster.leader().ifPresent(this::unreserveAll);
  }

  private void unreserveAll(MasterNode leader) {
    for (Agent agent : List.copyOf(leader.state().orElseThrow().agents())) {
      List<Resource> reserved =
          agent.total().filter(e -> e.reservationRole().equals(Optional.of(ROLE))).toProtos();
      if (agent.connected() && !reserved.isEmpty()) {
        Operation operation =
            Operation.newBuilder()
                .setType(Operation.Type.UNRESERVE)
                .setUnreserve(Operation.Unreserve.newBuilder().addAllResources(reserved))
                .build();
        leader.operate(request -> operation(request, agent.id(), operation));
      }
    }
  }

  private static MasterInput operation(RequestId request, AgentId agent, Operation operation) {
    return new MasterInput.OperatorOperation(request, agent, operation, Optional.empty());
  }

  /** Has all agents offered again that were taken out of service and have nothing left to end. */
  void reactivateAll() {
    cluster
        .leader()
        .ifPresent(
            leader ->
                List.copyOf(leader.state().orElseThrow().deactivatedAgents().entrySet()).stream()
                    .filter(agent -> !agent.getValue().isDraining())
                    .forEach(
                        agent ->
                            leader.operate(
                                request ->
                                    new MasterInput.ReactivateAgent(request, agent.getKey()))));
  }

  private boolean tell(AgentNode agent, BiFunction<RequestId, AgentId, MasterInput> call) {
    Optional<AgentId> id = agent.state().flatMap(AgentState::id);
    Optional<MasterNode> leader = cluster.leader();
    if (id.isEmpty() || leader.isEmpty()) {
      return false;
    }
    leader.get().operate(request -> call.apply(request, id.get()));
    return true;
  }
}

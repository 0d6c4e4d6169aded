package io.proffer.sdk.testkit.node;

import com.google.protobuf.ByteString;
import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.kernel.AgentDecision;
import io.proffer.agent.kernel.AgentInput;
import io.proffer.master.kernel.Decision;
import io.proffer.master.kernel.MasterInput;
import io.proffer.sdk.internal.Delivery;
import io.proffer.sdk.internal.DriverDecision;
import io.proffer.sdk.internal.DriverInput;
import java.util.Set;
import org.apache.mesos.v1.Protos.TaskInfo;

/** Hears of what nodes decide and do, right after it, in order; decides nothing itself. */
public interface Witness {

  /** A master's kernel decided. */
  default void masterDecided(MasterNode master, MasterInput input, Decision decision) {}

  /** An agent's kernel decided. */
  default void agentDecided(AgentNode agent, AgentInput input, AgentDecision decision) {}

  /** An agent's checkpoint is gone: what it had not told yet is told by nobody. */
  default void agentForgot(AgentNode agent) {}

  /**
   * An agent, or its machine, has died with updates that it had recorded, and not made safe. It may
   * have told them.
   */
  default void updatesLost(AgentNode agent, Set<ByteString> uuids) {}

  /** A container began to run on an agent's machine. */
  default void containerStarted(AgentNode agent, ContainerSpec spec) {}

  /** A container that ran has ended. */
  default void containerEnded(AgentNode agent, ContainerSpec spec, ContainerExit exit) {}

  /** A task began to run in the container of its custom executor. */
  default void hostedTaskStarted(AgentNode agent, ContainerSpec executor, TaskInfo task) {}

  /** A task in the container of its custom executor runs no more. */
  default void hostedTaskEnded(AgentNode agent, ContainerSpec executor, TaskInfo task) {}

  /** A driver's kernel decided. */
  default void driverDecided(FrameworkNode framework, DriverInput input, DriverDecision decision) {}

  /** A scheduler was called, and its callback returned. */
  default void schedulerCalled(FrameworkNode framework, Delivery delivery) {}

  /** Two witnesses, the first of which hears first. */
  static Witness both(Witness first, Witness second) {
    return new Witness() {
      @Override
      public void masterDecided(MasterNode master, MasterInput input, Decision decision) {
        first.masterDecided(master, input, decision);
        second.masterDecided(master, input, decision);
      }

      @Override
      public void agentDecided(AgentNode agent, AgentInput input, AgentDecision decision) {
        first.agentDecided(agent, input, decision);
        second.agentDecided(agent, input, decision);
      }

      @Override
      public void agentForgot(AgentNode agent) {
        first.agentForgot(agent);
        second.agentForgot(agent);
      }

      @Override
      public void updatesLost(AgentNode agent, Set<ByteString> uuids) {
        first.updatesLost(agent, uuids);
        second.updatesLost(agent, uuids);
      }

      @Override
      public void containerStarted(AgentNode agent, ContainerSpec spec) {
        first.containerStarted(agent, spec);
        second.containerStarted(agent, spec);
      }

      @Override
      public void containerEnded(AgentNode agent, ContainerSpec spec, ContainerExit exit) {
        first.containerEnded(agent, spec, exit);
        second.containerEnded(agent, spec, exit);
      }

      @Override
      public void hostedTaskStarted(AgentNode agent, ContainerSpec executor, TaskInfo task) {
        first.hostedTaskStarted(agent, executor, task);
        second.hostedTaskStarted(agent, executor, task);
      }

      @Override
      public void hostedTaskEnded(AgentNode agent, ContainerSpec executor, TaskInfo task) {
        first.hostedTaskEnded(agent, executor, task);
        second.hostedTaskEnded(agent, executor, task);
      }

      @Override
      public void driverDecided(
          FrameworkNode framework, DriverInput input, DriverDecision decision) {
        first.driverDecided(framework, input, decision);
        second.driverDecided(framework, input, decision);
      }

      @Override
      public void schedulerCalled(FrameworkNode framework, Delivery delivery) {
        first.schedulerCalled(framework, delivery);
        second.schedulerCalled(framework, delivery);
      }
    };
  }
}

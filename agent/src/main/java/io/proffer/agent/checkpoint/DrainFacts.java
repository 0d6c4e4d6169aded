package io.proffer.agent.checkpoint;

import com.google.protobuf.InvalidProtocolBufferException;
import io.proffer.agent.checkpoint.wire.DrainBegun;
import io.proffer.agent.state.AgentEvent;
import io.proffer.agent.state.Drain;
import org.apache.mesos.v1.Protos.DrainConfig;

/** The facts about draining the agent, written and read. */
final class DrainFacts {

  private DrainFacts() {}

  static DrainBegun write(AgentEvent.DrainBegun e) {
    return DrainBegun.newBuilder()
        .setDrainConfigV1(e.drain().config().toByteString())
        .setAtNanos(FactWriter.nanos(e.drain().begunAt()))
        .build();
  }

  static AgentEvent.Durable read(DrainBegun wire) throws InvalidProtocolBufferException {
    return new AgentEvent.DrainBegun(
        new Drain(
            DrainConfig.parseFrom(wire.getDrainConfigV1()), FactReader.instant(wire.getAtNanos())));
  }
}

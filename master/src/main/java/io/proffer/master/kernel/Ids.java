package io.proffer.master.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.OfferId;
import java.nio.ByteBuffer;
import java.util.UUID;

/** Makes ids as Mesos does: the master's own id, and a number that is never used again. */
final class Ids {
  private final String master;
  private long frameworks;
  private long agents;
  private long offers;
  private long operations;

  Ids(String master) {
    this.master = master;
  }

  FrameworkId nextFramework() {
    String number = Long.toString(frameworks++);
    return new FrameworkId(master + "-" + "0".repeat(Math.max(0, 4 - number.length())) + number);
  }

  AgentId nextAgent() {
    return new AgentId(master + "-S" + agents++);
  }

  OfferId nextOffer() {
    return new OfferId(master + "-O" + offers++);
  }

  /** A uuid, in 16 bytes: the agent's, of its statuses, are random; this one is made of a name. */
  ByteString nextOperation() {
    UUID uuid = UUID.nameUUIDFromBytes((master + "-P" + operations++).getBytes(UTF_8));
    return ByteString.copyFrom(
        ByteBuffer.allocate(16)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .flip());
  }

  /** Whether an agent's id was made by this master. */
  boolean isOurs(AgentId agent) {
    return agent.value().startsWith(master + "-S");
  }

  /** Whether a framework's id was made by this master. */
  boolean isOurs(FrameworkId framework) {
    return framework.value().startsWith(master + "-");
  }
}

package io.proffer.agent.kernel;

import com.google.protobuf.ByteString;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.state.AgentEvent;
import io.proffer.agent.state.AgentState;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** One decision in the making: facts are applied as they are recorded, effects are collected. */
final class Step {

  private final Instant now;
  private final AgentState state;
  private final RandomGenerator ids;
  private final List<AgentEvent> events = new ArrayList<>();
  private final List<AgentEffect> effects = new ArrayList<>();
  private Set<ContainerId> over = Set.of();

  Step(Instant now, AgentState state, RandomGenerator ids) {
    this.now = now;
    this.state = state;
    this.ids = ids;
  }

  Instant now() {
    return now;
  }

  AgentState state() {
    return state;
  }

  /** These containers have ended already, though not all of that is decided about yet. */
  void overAlready(Set<ContainerId> containers) {
    over = Set.copyOf(containers);
  }

  boolean isOver(ContainerId container) {
    return over.contains(container);
  }

  void record(AgentEvent event) {
    state.apply(event);
    events.add(event);
  }

  void perform(AgentEffect effect) {
    effects.add(effect);
  }

  /** Takes out again the effects that are meant. */
  List<AgentEffect> take(Predicate<AgentEffect> meant) {
    List<AgentEffect> taken = effects.stream().filter(meant).toList();
    effects.removeIf(meant);
    return taken;
  }

  void startTimer(AgentTimer timer, Duration delay) {
    perform(new AgentEffect.StartTimer(timer, delay));
  }

  void cancelTimer(AgentTimer timer) {
    perform(new AgentEffect.CancelTimer(timer));
  }

  ContainerId newContainerId() {
    return new ContainerId(newUuidText());
  }

  String newUuidText() {
    return newUuid().toString();
  }

  /** The 16 raw bytes that name a status update. */
  ByteString newUpdateUuid() {
    UUID uuid = newUuid();
    return ByteString.copyFrom(
        ByteBuffer.allocate(16)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .flip());
  }

  /** A UUID of version 4 from the generator the kernel was given. */
  private UUID newUuid() {
    long high = (ids.nextLong() & ~0xF000L) | 0x4000L;
    long low = (ids.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }

  AgentDecision decision() {
    return new AgentDecision(events, effects);
  }
}

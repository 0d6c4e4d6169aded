package io.proffer.agent;

import io.proffer.agent.actor.FactSink;
import io.proffer.agent.state.AgentEvent;
import io.proffer.agent.state.Connection;
import io.proffer.core.model.AgentId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Watches how far an agent has come. */
final class Progress implements FactSink {

  private final CompletableFuture<AgentId> registered = new CompletableFuture<>();
  private volatile Optional<AgentId> id;

  Progress(Optional<AgentId> id) {
    this.id = id;
  }

  @Override
  public void became(List<AgentEvent> facts) {
    for (AgentEvent fact : facts) {
      if (fact instanceof AgentEvent.AgentNamed named) {
        id = Optional.of(named.agent());
      }
      if (fact.equals(new AgentEvent.ConnectionChanged(Connection.REGISTERED))) {
        id.ifPresent(registered::complete);
      }
    }
  }

  Optional<AgentId> id() {
    return id;
  }

  CompletionStage<AgentId> registered() {
    return registered;
  }
}

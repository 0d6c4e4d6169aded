package io.proffer.agent.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import io.proffer.agent.state.AgentEvent;
import io.proffer.agent.view.AgentSnapshot;
import io.proffer.agent.view.AgentView;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Answers readers from a copy of the agent's state, so that they never keep the deciding actor from
 * its work. A snapshot asked for after a fact was recorded has that fact in it.
 */
public final class ReadModel implements FactSink {

  /** What the actor understands. */
  public sealed interface Command {}

  private record Became(List<AgentEvent> facts) implements Command {}

  private record Ask(CompletableFuture<AgentSnapshot> answer) implements Command {}

  private final ActorRef<Command> actor;

  /**
   * @param actor with the behavior of {@link #create}
   */
  public ReadModel(ActorRef<Command> actor) {
    this.actor = actor;
  }

  /** The behavior of the actor behind a read model. */
  public static Behavior<Command> create(AgentView view) {
    return Behaviors.receive(Command.class)
        .onMessage(
            Became.class,
            became -> {
              became.facts().forEach(view::apply);
              return Behaviors.same();
            })
        .onMessage(
            Ask.class,
            ask -> {
              ask.answer().complete(view.snapshot());
              return Behaviors.same();
            })
        .build();
  }

  @Override
  public void became(List<AgentEvent> facts) {
    if (!facts.isEmpty()) {
      actor.tell(new Became(facts));
    }
  }

  public CompletionStage<AgentSnapshot> snapshot() {
    CompletableFuture<AgentSnapshot> answer = new CompletableFuture<>();
    actor.tell(new Ask(answer));
    return answer;
  }
}

package io.proffer.agent.container;

/** What became of a checkpointed container while no agent ran. */
public sealed interface RecoveredContainer {

  ContainerId id();

  /** It runs on and is watched again; its end will be told. */
  record Alive(RunningContainer container) implements RecoveredContainer {
    @Override
    public ContainerId id() {
      return container.id();
    }
  }

  /** It was started and has ended. */
  record Ended(RunningContainer container, ContainerExit exit) implements RecoveredContainer {
    @Override
    public ContainerId id() {
      return container.id();
    }
  }

  /** Its launch was under way when the agent died, and nothing of it runs. */
  record NeverStarted(ContainerId id) implements RecoveredContainer {}
}

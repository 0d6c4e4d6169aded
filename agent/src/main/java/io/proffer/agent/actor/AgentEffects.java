package io.proffer.agent.actor;

import io.proffer.agent.checks.Prober;
import io.proffer.agent.kernel.AgentEffect;
import io.proffer.agent.link.MasterLink;
import io.proffer.agent.runtime.ContainerRuntime;
import io.proffer.agent.volume.PersistentVolumes;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.MeasuredUse;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Hands effects to the link to the master, to the runtime, the prober, the files and the volumes.
 */
public final class AgentEffects implements EffectSink {

  private final MasterLink link;
  private final ContainerRuntime runtime;
  private final ExecutorPort executors;
  private final ProviderPort providers;
  private final Prober prober;
  private final UsagePort usage;
  private final FilesPort files;
  private final PersistentVolumes volumes;
  private final Supplier<Optional<MeasuredUse>> used;
  private final Consumer<String> stop;

  /**
   * @param used what was measured last, which each answer to a ping tells; it must not wait
   * @param stop is told why, when everything has ended
   */
  public AgentEffects(
      MasterLink link,
      ContainerRuntime runtime,
      ExecutorPort executors,
      ProviderPort providers,
      Prober prober,
      UsagePort usage,
      FilesPort files,
      PersistentVolumes volumes,
      Supplier<Optional<MeasuredUse>> used,
      Consumer<String> stop) {
    this.link = link;
    this.runtime = runtime;
    this.executors = executors;
    this.providers = providers;
    this.prober = prober;
    this.usage = usage;
    this.files = files;
    this.volumes = volumes;
    this.used = used;
    this.stop = stop;
  }

  @Override
  public void perform(AgentEffect effect) {
    switch (effect) {
      case AgentEffect.Send e -> link.send(withUse(e.message()));
      case AgentEffect.Reconnect e -> link.reconnect(e.reason());
      case AgentEffect.LaunchContainer e -> runtime.launch(executors.introduce(e.spec()));
      case AgentEffect.CancelLaunch e -> runtime.cancel(e.container());
      case AgentEffect.SignalContainer e -> runtime.signal(e.container(), e.signal());
      case AgentEffect.RemoveContainer e -> runtime.remove(e.container());
      case AgentEffect.RefreshFiles e -> files.refresh(e.container(), e.as(), e.refresh());
      case AgentEffect.ResizeContainer e -> runtime.resize(e.container(), e.resources());
      case AgentEffect.AnswerExecutor e -> executors.answer(e.request(), e.answer());
      case AgentEffect.TellExecutor e -> executors.tell(e.stream(), e.event());
      case AgentEffect.CloseExecutorStream e -> executors.close(e.stream());
      case AgentEffect.AnswerProvider e -> providers.answer(e.request(), e.answer());
      case AgentEffect.TellProvider e -> providers.tell(e.stream(), e.event());
      case AgentEffect.CloseProviderStream e -> providers.close(e.stream());
      case AgentEffect.PrepareVolumes e -> volumes.prepare(e.operation(), e.volumes());
      case AgentEffect.RemoveVolume e -> volumes.remove(e.volume());
      case AgentEffect.StartProbe e -> prober.start(e.probe());
      case AgentEffect.MeasureUsage e -> usage.measure();
      case AgentEffect.StopProbes e -> prober.stop(e.container());
      case AgentEffect.Stop e -> stop.accept(e.reason());
      case AgentEffect.StartTimer e -> throw new IllegalArgumentException("the actor has timers");
      case AgentEffect.CancelTimer e -> throw new IllegalArgumentException("the actor has timers");
    }
  }

  /** What is used decides nothing here, so it is known to who sends, and not to who decides. */
  private FromAgent withUse(FromAgent message) {
    return message instanceof FromAgent.Pong pong
        ? new FromAgent.Pong(pong.sequence(), used.get())
        : message;
  }
}

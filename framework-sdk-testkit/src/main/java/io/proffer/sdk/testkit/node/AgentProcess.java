package io.proffer.sdk.testkit.node;

import io.proffer.agent.checkpoint.WriteAhead;
import io.proffer.agent.kernel.AgentDecision;
import io.proffer.agent.kernel.AgentEffect;
import io.proffer.agent.kernel.AgentInput;
import io.proffer.agent.kernel.AgentKernel;
import io.proffer.agent.kernel.AgentTimer;
import io.proffer.agent.state.AgentState;
import io.proffer.core.protocol.FileRefresh;
import io.proffer.core.protocol.link.Framed;
import io.proffer.core.protocol.link.ToAgent;
import io.proffer.sdk.testkit.engine.Draws;
import io.proffer.sdk.testkit.engine.Network.Attempt;
import io.proffer.sdk.testkit.engine.Payload;
import io.proffer.sdk.testkit.engine.Socket;
import io.proffer.sdk.testkit.engine.Socket.Receiver;
import io.proffer.sdk.testkit.engine.Timeline.Scheduled;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One life of an agent: its kernel, and the shell that performs what the kernel decides. */
final class AgentProcess {
  private static final Duration MAX_RECONNECT_DELAY = Duration.ofSeconds(1);

  private final AgentNode node;
  private final World world;
  private final NodeClock clock;
  private final AgentKernel kernel;
  private final WriteAhead writeAhead;
  private final FakeContainers containers;
  private final Leadership leadership;
  private final Draws draws;
  private final Timers<AgentTimer> timers;
  private Optional<String> leader = Optional.empty();
  private Optional<Socket> link = Optional.empty();
  private Optional<Scheduled> reconnect = Optional.empty();
  private long attempts;
  private Optional<Scheduled> flush = Optional.empty();
  private Instant flushAt = Instant.MAX;
  private boolean alive = true;

  AgentProcess(
      AgentNode node,
      World world,
      NodeClock clock,
      AgentKernel kernel,
      WriteAhead writeAhead,
      FakeContainers containers,
      Leadership leadership,
      Draws draws) {
    this.node = node;
    this.world = world;
    this.clock = clock;
    this.kernel = kernel;
    this.writeAhead = writeAhead;
    this.containers = containers;
    this.leadership = leadership;
    this.draws = draws;
    this.timers = new Timers<>(clock, timer -> decide(new AgentInput.TimerFired(timer)));
  }

  AgentState state() {
    return kernel.state();
  }

  void begin() {
    containers.tell(this::decide);
    decide(
        new AgentInput.Recovered(
            containers.recover(state().liveContainers()), Optional.of(node.bootId())));
    leadership.listen(node.name(), this::leaderChanged);
  }

  void shutDown(String reason) {
    decide(new AgentInput.ShutdownRequested(reason));
  }

  void end() {
    alive = false;
    timers.cancelAll();
    reconnect.ifPresent(Scheduled::cancel);
    flush.ifPresent(Scheduled::cancel);
  }

  boolean checkpointIsWritten() {
    return writeAhead.healthy();
  }

  void compactCheckpoint() {
    writeAhead.compact(state());
  }

  private void decide(AgentInput input) {
    if (!alive) {
      return;
    }
    AgentDecision decision = kernel.handle(clock.now(), input);
    WriteAhead.Released released = writeAhead.write(decision, kernel.state());
    node.wrote(decision, writeAhead.healthy());
    world.witness().agentDecided(node, input, decision);
    released.effects().forEach(this::perform);
    released.refused().forEach(next -> world.timeline().after(Duration.ZERO, () -> decide(next)));
    flushWhenDue();
  }

  private void flushWhenDue() {
    Optional<Duration> due = writeAhead.flushDue();
    if (!alive || due.isEmpty()) {
      return;
    }
    Duration wait = due.get().isZero() ? node.forceTime() : due.get();
    Instant at = world.timeline().now().plus(wait);
    if (flush.isEmpty() || at.isBefore(flushAt)) {
      flush.ifPresent(Scheduled::cancel);
      flush = Optional.of(world.timeline().at(at, this::flush));
      flushAt = at;
    }
  }

  private void flush() {
    flush = Optional.empty();
    if (alive) {
      boolean trouble = !writeAhead.healthy();
      List<AgentEffect> released = writeAhead.flush(kernel.state());
      if (trouble && writeAhead.healthy()) {
        node.wroteAll(kernel.state());
      }
      released.forEach(this::perform);
      flushWhenDue();
    }
  }

  private void perform(AgentEffect effect) {
    if (!alive) {
      return;
    }
    switch (effect) {
      case AgentEffect.Send e -> link.ifPresent(l -> l.send(LinkFrame.Up.of(e.message())));
      case AgentEffect.Reconnect e -> {
        world.note(node.name(), "reconnects: " + e.reason());
        hangUp(e.reason());
        connectSoon();
      }
      case AgentEffect.LaunchContainer e -> containers.launch(e.spec());
      case AgentEffect.CancelLaunch e -> containers.cancelLaunch(e.container());
      case AgentEffect.SignalContainer e -> containers.signal(e.container(), e.signal());
      case AgentEffect.RemoveContainer e -> containers.remove(e.container());
      case AgentEffect.RefreshFiles e ->
          soon(
              new AgentInput.FilesRefreshed(
                  e.container(), new FileRefresh.Answer(e.refresh().id(), Optional.empty())));
      case AgentEffect.ResizeContainer e -> containers.resize(e.container(), e.resources());
      case AgentEffect.AnswerExecutor e -> containers.answered(e.request(), e.answer());
      case AgentEffect.TellExecutor e -> containers.told(e.stream(), e.event());
      case AgentEffect.CloseExecutorStream e -> containers.closed(e.stream());
      // No resource provider calls a simulated agent.
      case AgentEffect.AnswerProvider e -> {}
      case AgentEffect.TellProvider e -> {}
      case AgentEffect.CloseProviderStream e -> {}
      case AgentEffect.PrepareVolumes e ->
          soon(new AgentInput.VolumesPrepared(e.operation(), node.volumeProblem()));
      case AgentEffect.RemoveVolume e ->
          soon(new AgentInput.VolumeRemoved(e.volume(), node.volumeProblem()));
      case AgentEffect.StartProbe e -> containers.probe(e.probe());
      case AgentEffect.MeasureUsage e -> containers.measure();
      case AgentEffect.StopProbes e -> {} // an answer that comes is not listened to
      case AgentEffect.StartTimer e -> timers.start(e.timer(), e.delay());
      case AgentEffect.CancelTimer e -> timers.cancel(e.timer());
      case AgentEffect.Stop e -> {
        link.ifPresent(Socket::close);
        node.stopped(e.reason());
      }
    }
  }

  private void soon(AgentInput input) {
    world.timeline().after(Duration.ZERO, () -> decide(input));
  }

  private void leaderChanged(Optional<String> newLeader) {
    if (leader.equals(newLeader)) {
      return;
    }
    leader = newLeader;
    // With no new leader known, a connection that lives is worth keeping.
    if (newLeader.isPresent()) {
      hangUp("another master leads");
      connect();
    }
  }

  private void hangUp(String reason) {
    attempts++;
    if (link.isPresent()) {
      link.get().close();
      link = Optional.empty();
      world.timeline().after(Duration.ZERO, () -> decide(new AgentInput.LinkDown(reason)));
    }
  }

  private void connectSoon() {
    reconnect.ifPresent(Scheduled::cancel);
    Duration delay = draws.between(Duration.ZERO, MAX_RECONNECT_DELAY);
    reconnect = Optional.of(world.timeline().after(delay, this::connect));
  }

  private void connect() {
    if (!alive || leader.isEmpty() || link.isPresent()) {
      return;
    }
    reconnect.ifPresent(Scheduled::cancel);
    long attempt = ++attempts;
    world.network().connect(node.name(), leader.get(), Doors.AGENT_LINK, new LinkAttempt(attempt));
  }

  private boolean isCurrent(long attempt) {
    return alive && attempt == attempts;
  }

  /** One try to reach the leader, and the connection it leads to; void once another was begun. */
  private final class LinkAttempt implements Attempt, Receiver {
    private final long attempt;

    private LinkAttempt(long attempt) {
      this.attempt = attempt;
    }

    @Override
    public Receiver opened(Socket socket) {
      if (!isCurrent(attempt)) {
        socket.close();
        return this;
      }
      link = Optional.of(socket);
      decide(new AgentInput.LinkUp());
      return this;
    }

    @Override
    public void failed() {
      if (isCurrent(attempt)) {
        connectSoon();
      }
    }

    @Override
    public void received(Payload payload) {
      if (payload instanceof LinkFrame.Down frame) {
        for (Framed<ToAgent> message : frame.messages()) {
          if (isCurrent(attempt)) {
            decide(new AgentInput.FromMaster(message.message()));
          }
        }
      }
    }

    @Override
    public void closed() {
      if (isCurrent(attempt)) {
        link = Optional.empty();
        attempts++;
        decide(new AgentInput.LinkDown("the connection to the master is gone"));
        connectSoon();
      }
    }
  }
}

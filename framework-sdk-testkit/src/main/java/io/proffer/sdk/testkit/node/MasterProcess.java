package io.proffer.sdk.testkit.node;

import io.proffer.core.protocol.link.Framed;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.master.kernel.CallOutcome;
import io.proffer.master.kernel.Decision;
import io.proffer.master.kernel.MasterEffect;
import io.proffer.master.kernel.MasterInput;
import io.proffer.master.kernel.RequestId;
import io.proffer.master.kernel.TimerKey;
import io.proffer.master.registry.Registry;
import io.proffer.master.state.AgentLink;
import io.proffer.master.state.StreamId;
import io.proffer.sdk.testkit.engine.Draws;
import io.proffer.sdk.testkit.engine.Payload;
import io.proffer.sdk.testkit.engine.Socket;
import io.proffer.sdk.testkit.engine.Socket.Receiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.mesos.v1.scheduler.Protos.Call;

/**
 * One life of a leading master: its kernel, and the shell that performs what the kernel decides.
 */
final class MasterProcess {
  private final MasterNode node;
  private final World world;
  private final NodeClock clock;
  private final MasterMind mind;
  private final Draws draws;
  private final Timers<TimerKey> timers;
  private final Registry.Claim registry;
  private final Outflow outflow;
  private final Map<Long, Socket> links = new HashMap<>();
  private final Map<RequestId, SchedulerConversation> requests = new HashMap<>();
  private final Map<StreamId, SchedulerConversation> streams = new HashMap<>();
  private final Set<RequestId> operators = new HashSet<>();
  private Optional<String> lastRefusal = Optional.empty();
  private long requestIds;
  private boolean alive = true;

  MasterProcess(
      MasterNode node,
      World world,
      NodeClock clock,
      MasterMind mind,
      Registry registry,
      Draws draws) {
    this.node = node;
    this.world = world;
    this.clock = clock;
    this.mind = mind;
    this.draws = draws;
    this.timers = new Timers<>(clock, key -> decide(new MasterInput.TimerFired(key)));
    // In virtual time the registry is read at once.
    this.registry = registry.claim().toCompletableFuture().join();
    this.outflow = new Outflow(this.registry, this::later, this::perform, this::cannotKeep);
  }

  private void cannotKeep(Throwable failure) {
    if (alive) { // The node may have begun another life meanwhile.
      node.crash(false);
    }
  }

  /** It knows what masters before it have kept before it hears anything. */
  void begin() {
    decide(new MasterInput.Leading(registry.known()));
  }

  private void beginAnew() {
    if (alive) {
      node.crash(false);
      node.start();
    }
  }

  MasterMind mind() {
    return mind;
  }

  Optional<String> lastRefusal() {
    return lastRefusal;
  }

  void operate(Function<RequestId, MasterInput> call) {
    RequestId request = new RequestId(requestIds++);
    operators.add(request);
    decide(call.apply(request));
  }

  void end() {
    alive = false;
    timers.cancelAll();
    registry.end();
  }

  Optional<Receiver> accept(String door, Socket socket) {
    return switch (door) {
      case Doors.AGENT_LINK -> {
        links.put(socket.connectionId(), socket);
        yield Optional.of(new AgentConversation(socket));
      }
      case Doors.SCHEDULER -> Optional.of(new SchedulerConversation(socket));
      default -> Optional.empty();
    };
  }

  private void decide(MasterInput input) {
    if (!alive) {
      return;
    }
    Decision decision = mind.handle(clock.now(), input);
    world.witness().masterDecided(node, input, decision);
    outflow.add(decision);
  }

  private void later(Runnable step) {
    world.timeline().after(Duration.ZERO, step);
  }

  private void perform(MasterEffect effect) {
    if (!alive) {
      return;
    }
    switch (effect) {
      case MasterEffect.Answer e -> answer(e.request(), e.outcome());
      case MasterEffect.SendEvent e -> {
        SchedulerConversation stream = streams.get(e.stream());
        if (stream != null) {
          stream.socket.send(new SchedulerMessage.StreamEvent(e.event()));
        }
      }
      case MasterEffect.CloseStream e -> {
        SchedulerConversation stream = streams.remove(e.stream());
        if (stream != null) {
          stream.socket.close();
        }
      }
      case MasterEffect.SendToAgent e -> {
        Socket socket = links.get(e.link().connection());
        if (socket != null) {
          socket.send(LinkFrame.Down.of(e.link().channel(), e.message()));
        }
      }
      case MasterEffect.CloseLink e -> {
        Socket socket = links.remove(e.link().connection());
        if (socket != null) {
          socket.close();
        }
      }
      case MasterEffect.BeginAnew e -> later(this::beginAnew);
      case MasterEffect.StartTimer e -> timers.start(e.key(), e.delay());
      case MasterEffect.CancelTimer e -> timers.cancel(e.key());
    }
  }

  private void answer(RequestId request, CallOutcome outcome) {
    if (operators.remove(request)) {
      return; // what became of it is seen in what the master knows
    }
    SchedulerConversation conversation = requests.remove(request);
    if (conversation == null) {
      throw new IllegalStateException("answered twice, or never asked: " + request);
    }
    conversation.answered(outcome);
  }

  /** A connection of one agent. */
  private final class AgentConversation implements Receiver {
    private final Socket socket;

    private AgentConversation(Socket socket) {
      this.socket = socket;
    }

    @Override
    public void received(Payload payload) {
      if (payload instanceof LinkFrame.Up frame) {
        for (Framed<FromAgent> message : frame.messages()) {
          AgentLink link = new AgentLink(socket.connectionId(), message.channel());
          decide(new MasterInput.AgentSaid(link, message.message()));
        }
      }
    }

    @Override
    public void closed() {
      links.remove(socket.connectionId());
      decide(new MasterInput.ConnectionLost(socket.connectionId()));
    }
  }

  /**
   * A connection over which one call is made; SUBSCRIBE's goes on as a stream of events. Two
   * streams share it when an adverse network doubles the call: they end together.
   */
  private final class SchedulerConversation implements Receiver {
    private final Socket socket;
    private final List<StreamId> opened = new ArrayList<>(1);
    private boolean closed;

    private SchedulerConversation(Socket socket) {
      this.socket = socket;
    }

    @Override
    public void received(Payload payload) {
      if (!(payload instanceof SchedulerMessage.Request asked)) {
        return;
      }
      Call call = asked.call();
      RequestId request = new RequestId(requestIds++);
      requests.put(request, this);
      Optional<String> principal = Optional.empty();
      decide(
          call.getType() == Call.Type.SUBSCRIBE
              ? new MasterInput.Subscribe(
                  request, new StreamId(draws.uuid().toString()), call, principal)
              : new MasterInput.SchedulerCall(
                  request, asked.streamId().map(StreamId::new), call, principal));
    }

    private void answered(CallOutcome outcome) {
      switch (outcome) {
        case CallOutcome.Accepted o -> end(202, "");
        case CallOutcome.Done o -> end(200, "");
        case CallOutcome.Refused o -> {
          lastRefusal = Optional.of(o.status() + " " + o.message());
          end(o.status(), o.message());
        }
        case CallOutcome.Subscribed o -> opened(o.stream());
      }
    }

    private void end(int status, String message) {
      socket.send(new SchedulerMessage.Answer(status, message, Optional.empty()));
      socket.close();
    }

    private void opened(StreamId id) {
      if (closed) {
        later(() -> decide(new MasterInput.StreamLost(id)));
        return;
      }
      opened.add(id);
      streams.put(id, this);
      socket.send(new SchedulerMessage.Answer(200, "", Optional.of(id.value())));
    }

    @Override
    public void closed() {
      closed = true;
      for (StreamId stream : opened) {
        // A stream the master closed itself is forgotten already: nothing was lost then.
        if (streams.remove(stream) != null) {
          decide(new MasterInput.StreamLost(stream));
        }
      }
    }
  }
}

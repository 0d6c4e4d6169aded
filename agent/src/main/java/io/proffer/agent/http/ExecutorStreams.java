package io.proffer.agent.http;

import akka.Done;
import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.japi.Pair;
import akka.stream.BoundedSourceQueue;
import akka.stream.QueueOfferResult;
import akka.stream.javadsl.Source;
import io.proffer.agent.actor.ExecutorPort;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.ContainerWork;
import io.proffer.agent.executor.ExecutorTokens;
import io.proffer.agent.kernel.AgentInput;
import io.proffer.agent.kernel.ExecutorAnswer;
import io.proffer.agent.kernel.ExecutorClaims;
import io.proffer.agent.state.ExecutorKey;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.mesos.v1.executor.Protos.Call;
import org.apache.mesos.v1.executor.Protos.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls of executors that wait for the agent's answer, and the streams that its events go out
 * on. Thread-safe.
 */
public final class ExecutorStreams implements ExecutorPort {

  private static final Logger LOG = LoggerFactory.getLogger(ExecutorStreams.class);

  /** What may wait for an executor that does not read; it is then cut off, and may come again. */
  private static final int MAX_WAITING = 4_096;

  /** Shorter than the time after which a connection on which nothing is said is closed. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(60);

  private static final Event HEARTBEAT_EVENT =
      Event.newBuilder().setType(Event.Type.HEARTBEAT).build();

  private final ActorSystem<?> system;
  private final Consumer<AgentInput> agent;
  private final ExecutorTokens tokens;
  private final AtomicLong requests = new AtomicLong();
  private final Map<Long, CompletableFuture<ExecutorAnswer>> waiting = new ConcurrentHashMap<>();
  private final Map<Long, BoundedSourceQueue<Event>> streams = new ConcurrentHashMap<>();

  /**
   * @param agent is told of calls, and of streams that are gone
   */
  public ExecutorStreams(ActorSystem<?> system, Consumer<AgentInput> agent, ExecutorTokens tokens) {
    this.system = system;
    this.agent = agent;
    this.tokens = tokens;
  }

  /** A call and, for SUBSCRIBE, the events that follow on a good answer. */
  record Asked(
      long request, CompletableFuture<ExecutorAnswer> answer, Source<Event, NotUsed> events) {}

  Asked ask(Call call, Optional<ExecutorClaims> claims) {
    long request = requests.incrementAndGet();
    CompletableFuture<ExecutorAnswer> answer = new CompletableFuture<>();
    waiting.put(request, answer);
    Source<Event, NotUsed> events =
        call.getType() == Call.Type.SUBSCRIBE ? open(request, key(call)) : Source.empty();
    agent.accept(new AgentInput.ExecutorCalled(request, call, claims));
    return new Asked(request, answer, events);
  }

  private static ExecutorKey key(Call call) {
    return new ExecutorKey(
        FrameworkId.of(call.getFrameworkId()), ExecutorId.of(call.getExecutorId()));
  }

  /** The events of one are kept from before the agent can send the first. */
  private Source<Event, NotUsed> open(long stream, ExecutorKey executor) {
    Pair<BoundedSourceQueue<Event>, Source<Event, NotUsed>> made =
        Source.<Event>queue(MAX_WAITING).preMaterialize(system);
    streams.put(stream, made.first());
    return made.second()
        .keepAlive(HEARTBEAT, () -> HEARTBEAT_EVENT)
        .watchTermination(
            (ignored, done) -> {
              var unused = done.whenComplete((Done d, Throwable t) -> lost(stream, executor));
              return NotUsed.getInstance();
            });
  }

  private void lost(long stream, ExecutorKey executor) {
    streams.remove(stream);
    agent.accept(new AgentInput.ExecutorStreamLost(executor, stream));
  }

  /** Nobody waits for the answer any more. */
  void forget(long request) {
    waiting.remove(request);
    close(request);
  }

  @Override
  public ContainerSpec introduce(ContainerSpec spec) {
    return switch (spec.work()) {
      case ContainerWork.Task w -> spec;
      case ContainerWork.Executor w ->
          spec.with(
              w.with(
                  "MESOS_EXECUTOR_AUTHENTICATION_TOKEN",
                  tokens.issue(new ExecutorKey(spec.frameworkId(), spec.executor()), spec.id())));
    };
  }

  @Override
  public void answer(long request, ExecutorAnswer answer) {
    CompletableFuture<ExecutorAnswer> who = waiting.remove(request);
    if (answer instanceof ExecutorAnswer.Refused) {
      close(request);
    }
    if (who != null) {
      who.complete(answer);
    }
  }

  @Override
  public void tell(long stream, Event event) {
    BoundedSourceQueue<Event> queue = streams.get(stream);
    if (queue != null && queue.offer(event) instanceof QueueOfferResult.Dropped$) {
      LOG.warn("Stream {} of an executor is cut off: {} events wait in it", stream, MAX_WAITING);
      close(stream);
    }
  }

  @Override
  public void close(long stream) {
    BoundedSourceQueue<Event> queue = streams.remove(stream);
    if (queue != null) {
      queue.complete();
    }
  }
}

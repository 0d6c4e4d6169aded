package io.proffer.agent.http;

import akka.Done;
import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.japi.Pair;
import akka.stream.BoundedSourceQueue;
import akka.stream.QueueOfferResult;
import akka.stream.javadsl.Source;
import io.proffer.agent.actor.ProviderPort;
import io.proffer.agent.kernel.AgentInput;
import io.proffer.agent.kernel.ProviderAnswer;
import io.proffer.core.model.ProviderId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.mesos.v1.resource_provider.Protos.Call;
import org.apache.mesos.v1.resource_provider.Protos.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls of resource providers that wait for the agent's answer, and the streams that its events
 * go out on. Thread-safe.
 */
public final class ProviderStreams implements ProviderPort {

  private static final Logger LOG = LoggerFactory.getLogger(ProviderStreams.class);

  private static final long PATIENCE_SECONDS = 20;

  /** What may wait for one that does not read; it is then cut off, and may come again. */
  private static final int MAX_WAITING = 4_096;

  /** Shorter than the time after which a connection on which nothing is said is closed. */
  private static final Duration SILENCE = Duration.ofSeconds(60);

  /** The API has no heartbeat; an event of a type that is not known is ignored by all clients. */
  private static final Event STILL_THERE = Event.newBuilder().setType(Event.Type.UNKNOWN).build();

  private final ActorSystem<?> system;
  private final Consumer<AgentInput> agent;
  private final AtomicLong requests = new AtomicLong();
  private final Map<Long, CompletableFuture<ProviderAnswer>> waiting = new ConcurrentHashMap<>();
  private final Map<Long, BoundedSourceQueue<Event>> streams = new ConcurrentHashMap<>();

  /**
   * @param agent is told of calls, and of streams that are gone
   */
  public ProviderStreams(ActorSystem<?> system, Consumer<AgentInput> agent) {
    this.system = system;
    this.agent = agent;
  }

  /**
   * An answer and, for SUBSCRIBE, the events that follow on a good one.
   *
   * @param left is run when the resource provider has gone
   */
  record Answered(ProviderAnswer answer, Source<Event, NotUsed> events, Runnable left) {}

  /** Hands a call to the agent, and waits for its answer. */
  Answered call(Call call, Optional<String> streamId) throws RefusedException {
    long request = requests.incrementAndGet();
    Source<Event, NotUsed> events =
        call.getType() == Call.Type.SUBSCRIBE ? open(request) : Source.empty();
    ProviderAnswer answer = await(request, new AgentInput.ProviderCalled(request, call, streamId));
    return new Answered(answer, events, () -> left(request));
  }

  /** A resource provider never comes again. */
  ProviderAnswer gone(ProviderId provider) throws RefusedException {
    long request = requests.incrementAndGet();
    return await(request, new AgentInput.ProviderGone(request, provider));
  }

  private ProviderAnswer await(long request, AgentInput input) throws RefusedException {
    CompletableFuture<ProviderAnswer> answer = new CompletableFuture<>();
    waiting.put(request, answer);
    agent.accept(input);
    try {
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      forget(request);
      throw new RefusedException(503, "The agent is too busy to answer");
    } catch (InterruptedException e) {
      forget(request);
      Thread.currentThread().interrupt();
      throw new RefusedException(503, "The agent stops");
    }
  }

  private void forget(long request) {
    waiting.remove(request);
    close(request);
  }

  /** The events of one are kept from before the agent can send the first. */
  private Source<Event, NotUsed> open(long stream) {
    Pair<BoundedSourceQueue<Event>, Source<Event, NotUsed>> made =
        Source.<Event>queue(MAX_WAITING).preMaterialize(system);
    streams.put(stream, made.first());
    return made.second()
        .keepAlive(SILENCE, () -> STILL_THERE)
        .watchTermination(
            (ignored, done) -> {
              var unused = done.whenComplete((Done d, Throwable t) -> lost(stream));
              return NotUsed.getInstance();
            });
  }

  /** The stream itself would end with the next event only. */
  private void left(long stream) {
    close(stream);
    lost(stream);
  }

  private void lost(long stream) {
    streams.remove(stream);
    agent.accept(new AgentInput.ProviderStreamLost(stream));
  }

  @Override
  public void answer(long request, ProviderAnswer answer) {
    CompletableFuture<ProviderAnswer> who = waiting.remove(request);
    if (answer instanceof ProviderAnswer.Refused) {
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
      LOG.warn(
          "Stream {} of a resource provider is cut off: {} events wait in it", stream, MAX_WAITING);
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

package io.proffer.master.http.exec;

import akka.Done;
import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.ws.BinaryMessage;
import akka.http.javadsl.model.ws.Message;
import akka.http.javadsl.model.ws.TextMessage;
import akka.japi.Pair;
import akka.japi.pf.PFBuilder;
import akka.stream.KillSwitches;
import akka.stream.Materializer;
import akka.stream.OverflowStrategy;
import akka.stream.SharedKillSwitch;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.stream.javadsl.SourceQueueWithComplete;
import akka.util.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.proffer.core.protocol.MalformedRecordException;
import io.proffer.core.protocol.RecordIo;
import io.proffer.core.protocol.RecordIoDecoder;
import io.proffer.core.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.mesos.v1.Protos.ContainerID;
import org.apache.mesos.v1.agent.Protos.Call;
import org.apache.mesos.v1.agent.Protos.ProcessIO;
import org.apache.mesos.v1.agent.Protos.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One command inside a task, with a terminal. Binary messages are what is typed and what is said;
 * text messages are JSON: {@code {"columns":80,"rows":24}} from the browser, {@code {"exit":0}} or
 * {@code {"problem":"..."}} to it, for a farewell, and {@code {}} so that the connection is not
 * taken for dead. The command ends with the connection.
 */
final class ExecSession {

  private static final Logger LOG = LoggerFactory.getLogger(ExecSession.class);

  private static final int MAX_RECORD_BYTES = 4 << 20;
  private static final int MAX_WAITING_RECORDS = 64;
  private static final Duration HEARTBEAT = Duration.ofSeconds(30);
  private static final TextMessage ALIVE = TextMessage.create("{}");

  /** So long nobody may type and nothing be said. */
  static final Duration IDLE_LIMIT = Duration.ofMinutes(30);

  private final ExecRequest wanted;
  private final AgentCalls agent;
  private final Materializer materializer;
  private final Ticker ticker;
  private final ContainerID container;
  private final SourceQueueWithComplete<ByteString> input;
  private final Source<ByteString, NotUsed> typed;
  private final SharedKillSwitch over = KillSwitches.shared("exec");
  private volatile Instant lastAt;

  ExecSession(ActorSystem<?> system, Materializer materializer, Ticker ticker, ExecRequest wanted) {
    this.wanted = wanted;
    this.agent = new AgentCalls(system, materializer, wanted.agent(), wanted.authorization());
    this.materializer = materializer;
    this.ticker = ticker;
    this.container =
        ContainerID.newBuilder()
            .setValue(UUID.randomUUID().toString())
            .setParent(wanted.container())
            .build();
    Pair<SourceQueueWithComplete<ByteString>, Source<ByteString, NotUsed>> pair =
        Source.<ByteString>queue(MAX_WAITING_RECORDS, OverflowStrategy.backpressure())
            .preMaterialize(materializer);
    this.input = pair.first();
    this.typed = pair.second();
    this.lastAt = ticker.now();
  }

  /** From and to the browser. */
  Flow<Message, Message, NotUsed> flow() {
    LOG.info(
        "{} runs {} in task {} on agent {}",
        wanted.who(),
        wanted.command(),
        wanted.task(),
        wanted.agent());
    Sink<Message, ?> fromBrowser =
        Flow.of(Message.class)
            .mapAsync(1, message -> TypedMessage.read(message, materializer))
            .mapAsync(1, this::pass)
            .watchTermination(
                (unused, done) -> {
                  done.whenComplete((end, failure) -> over.shutdown());
                  return unused;
                })
            .to(Sink.ignore());
    Source<Message, ?> toBrowser =
        Source.completionStageSource(
                agent.listen(ExecCalls.launch(container, wanted)).thenCompose(this::begun))
            .keepAlive(HEARTBEAT, this::stillThere)
            .recover(
                new PFBuilder<Throwable, Message>()
                    .match(IdleException.class, e -> problem(String.valueOf(e.getMessage())))
                    .matchAny(e -> problem("The agent broke off: " + e.getMessage()))
                    .build())
            .via(over.flow())
            .watchTermination(
                (unused, done) -> {
                  done.whenComplete((end, failure) -> ended());
                  return unused;
                });
    return Flow.fromSinkAndSource(fromBrowser, toBrowser);
  }

  private void ended() {
    input.complete();
    LOG.info("{} no longer runs {} in task {}", wanted.who(), wanted.command(), wanted.task());
  }

  /** What is typed waits until the command takes it; what comes after its end is nobody's. */
  private CompletionStage<Done> pass(Optional<Call> call) {
    lastAt = ticker.now();
    return call.isEmpty()
        ? CompletableFuture.completedFuture(Done.getInstance())
        : input.offer(record(call.get())).handle((taken, failure) -> Done.getInstance());
  }

  private CompletionStage<Source<Message, NotUsed>> begun(HttpResponse response) {
    if (response.status().intValue() != 200) {
      return response
          .entity()
          .toStrict(HEARTBEAT.toMillis(), materializer)
          .thenApply(body -> Source.single(problem(body.getData().utf8String().strip())));
    }
    var unused =
        agent
            .feed(
                Source.single(record(ExecCalls.inputOf(container)))
                    .concat(typed)
                    .keepAlive(HEARTBEAT, () -> record(ExecCalls.heartbeat(HEARTBEAT))))
            .thenAccept(answer -> answer.discardEntityBytes(materializer));
    return CompletableFuture.completedFuture(
        response
            .entity()
            .getDataBytes()
            .statefulMapConcat(this::said)
            .concatLazy(Source.lazyCompletionStage(this::exit))
            .mapMaterializedValue(ignored -> NotUsed.getInstance()));
  }

  private akka.japi.function.Function<ByteString, Iterable<Message>> said() {
    RecordIoDecoder decoder = new RecordIoDecoder(MAX_RECORD_BYTES);
    return bytes -> {
      List<Message> messages = new ArrayList<>();
      for (byte[] record : feed(decoder, bytes)) {
        ProcessIO io = ProcessIO.parseFrom(record);
        if (io.getType() == ProcessIO.Type.DATA) {
          lastAt = ticker.now();
          messages.add(
              BinaryMessage.create(
                  ByteString.fromArrayUnsafe(io.getData().getData().toByteArray())));
        }
      }
      return messages;
    };
  }

  private static List<byte[]> feed(RecordIoDecoder decoder, ByteString bytes) {
    try {
      return decoder.feed(bytes.toArrayUnsafe());
    } catch (MalformedRecordException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private CompletionStage<Message> exit() {
    return agent
        .ask(ExecCalls.await(container))
        .thenCompose(response -> response.entity().toStrict(HEARTBEAT.toMillis(), materializer))
        .thenApply(body -> exit(body.getData().toArrayUnsafe()));
  }

  private static Message exit(byte[] answer) {
    try {
      Response.WaitContainer ended = Response.parseFrom(answer).getWaitContainer();
      if (ended.hasExitStatus()) {
        int signal = ended.getExitStatus() & 0x7F;
        int code = signal == 0 ? ended.getExitStatus() >> 8 & 0xFF : 128 + signal;
        return TextMessage.create("{\"exit\":%d}".formatted(code));
      }
      return problem("How the command ended is not known");
    } catch (InvalidProtocolBufferException e) {
      return problem("How the command ended is not known: " + e.getMessage());
    }
  }

  /** Says so to the browser while nothing else is to be said. */
  private Message stillThere() {
    if (ticker.now().isAfter(lastAt.plus(IDLE_LIMIT))) {
      throw new IdleException();
    }
    return ALIVE;
  }

  private static ByteString record(Call call) {
    return ByteString.fromArrayUnsafe(RecordIo.encode(call.toByteArray()));
  }

  private static Message problem(String text) {
    return TextMessage.create(TypedMessage.problem(text));
  }

  private static final class IdleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IdleException() {
      super("Nobody has typed for %d minutes".formatted(IDLE_LIMIT.toMinutes()));
    }
  }
}

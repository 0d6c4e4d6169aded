package io.proffer.core.protocol.link;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.ProviderId;
import io.proffer.core.model.TaskId;
import io.proffer.core.protocol.GeneratedMessages;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.DrainConfig;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.ResourceProviderInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/** Any link message, by its type. */
final class LinkMessages {

  private static final Arbitrary<String> TEXTS =
      Arbitraries.of("", "a", "127.0.0.1:5051", "eng/web", "täsk-✓", "😀", "x".repeat(300));
  private static final Arbitrary<FrameworkId> FRAMEWORKS = TEXTS.map(FrameworkId::new);
  private static final Arbitrary<ExecutorId> EXECUTORS = TEXTS.map(ExecutorId::new);
  private static final Arbitrary<TaskId> TASKS = TEXTS.map(TaskId::new);
  private static final Arbitrary<ProviderId> PROVIDERS = TEXTS.map(ProviderId::new);
  private static final Arbitrary<AgentId> AGENTS = TEXTS.map(AgentId::new);
  private static final Arbitrary<ByteString> BYTES =
      Arbitraries.bytes().array(byte[].class).ofMaxSize(40).map(ByteString::copyFrom);
  private static final Arbitrary<List<String>> CAPABILITIES = TEXTS.list().ofMaxSize(3);
  private static final Arbitrary<Duration> DURATIONS =
      Combinators.combine(
              Arbitraries.longs().between(-1, Long.MAX_VALUE / 2),
              Arbitraries.longs().between(0, 999_999_999))
          .as(Duration::ofSeconds);

  /** Every type of message an agent sends. */
  static final Map<Class<? extends FromAgent>, Arbitrary<? extends FromAgent>> FROM_AGENT =
      Map.of(
          FromAgent.Register.class,
          Combinators.combine(
                  like(AgentInfo.getDefaultInstance()),
                  TEXTS,
                  TEXTS,
                  CAPABILITIES,
                  like(Resource.getDefaultInstance()).list().ofMinSize(1).ofMaxSize(2))
              .as(FromAgent.Register::new),
          FromAgent.Reregister.class,
          Combinators.combine(
                  like(AgentInfo.getDefaultInstance()),
                  TEXTS,
                  TEXTS,
                  CAPABILITIES,
                  reportedTasks().list().ofMaxSize(2),
                  like(FrameworkInfo.getDefaultInstance()).list().ofMaxSize(2),
                  reportedExecutors().list().ofMaxSize(2),
                  reportedResources())
              .as(FromAgent.Reregister::new),
          FromAgent.Pong.class,
          Combinators.combine(Arbitraries.longs(), uses().optional()).as(FromAgent.Pong::new),
          FromAgent.StatusUpdate.class,
          Combinators.combine(
                  FRAMEWORKS,
                  like(TaskStatus.getDefaultInstance()),
                  Arbitraries.of(TaskState.class))
              .as(FromAgent.StatusUpdate::new),
          FromAgent.ExecutorTerminated.class,
          Combinators.combine(FRAMEWORKS, EXECUTORS, Arbitraries.integers())
              .as(FromAgent.ExecutorTerminated::new),
          FromAgent.ExecutorMessage.class,
          Combinators.combine(FRAMEWORKS, EXECUTORS, BYTES).as(FromAgent.ExecutorMessage::new),
          FromAgent.Oversubscribed.class,
          like(Resource.getDefaultInstance())
              .list()
              .ofMaxSize(2)
              .map(FromAgent.Oversubscribed::new),
          FromAgent.OperationUpdate.class,
          Combinators.combine(
                  BYTES,
                  maybe(FRAMEWORKS),
                  like(OperationStatus.getDefaultInstance()),
                  like(Resource.getDefaultInstance()).list().ofMaxSize(2))
              .as(FromAgent.OperationUpdate::new),
          FromAgent.ProvidersChanged.class,
          reportedResources().map(r -> new FromAgent.ProvidersChanged(r.providers())),
          FromAgent.Unregister.class,
          TEXTS.map(FromAgent.Unregister::new));

  /** Every type of message a master sends. */
  static final Map<Class<? extends ToAgent>, Arbitrary<? extends ToAgent>> TO_AGENT =
      Map.ofEntries(
          Map.entry(
              ToAgent.Registered.class,
              Combinators.combine(AGENTS, DURATIONS).as(ToAgent.Registered::new)),
          Map.entry(
              ToAgent.Reregistered.class,
              Combinators.combine(AGENTS, DURATIONS, FRAMEWORKS.list().ofMaxSize(3))
                  .as(ToAgent.Reregistered::new)),
          Map.entry(
              ToAgent.Ping.class,
              Combinators.combine(Arbitraries.longs(), Arbitraries.of(true, false))
                  .as(ToAgent.Ping::new)),
          Map.entry(
              ToAgent.RunTask.class,
              Combinators.combine(
                      like(FrameworkInfo.getDefaultInstance()),
                      like(TaskInfo.getDefaultInstance()),
                      TEXTS,
                      Arbitraries.of(true, false),
                      versions())
                  .as(ToAgent.RunTask::new)),
          Map.entry(
              ToAgent.RunTaskGroup.class,
              Combinators.combine(
                      like(FrameworkInfo.getDefaultInstance()),
                      like(ExecutorInfo.getDefaultInstance()),
                      like(TaskInfo.getDefaultInstance()).list().ofMaxSize(2),
                      TEXTS,
                      Arbitraries.of(true, false),
                      versions())
                  .as(ToAgent.RunTaskGroup::new)),
          Map.entry(
              ToAgent.KillTask.class,
              Combinators.combine(FRAMEWORKS, TASKS, maybe(like(KillPolicy.getDefaultInstance())))
                  .as(ToAgent.KillTask::new)),
          Map.entry(
              ToAgent.AcknowledgeUpdate.class,
              Combinators.combine(FRAMEWORKS, TASKS, BYTES).as(ToAgent.AcknowledgeUpdate::new)),
          Map.entry(
              ToAgent.ApplyOperation.class,
              Combinators.combine(
                      BYTES, maybe(FRAMEWORKS), like(Operation.getDefaultInstance()), maybe(BYTES))
                  .as(ToAgent.ApplyOperation::new)),
          Map.entry(
              ToAgent.AcknowledgeOperation.class,
              Combinators.combine(BYTES, BYTES, maybe(PROVIDERS))
                  .as(ToAgent.AcknowledgeOperation::new)),
          Map.entry(
              ToAgent.ReconcileOperations.class,
              Combinators.combine(BYTES, PROVIDERS)
                  .as(ToAgent.ReconciledOperation::new)
                  .list()
                  .ofMaxSize(2)
                  .map(ToAgent.ReconcileOperations::new)),
          Map.entry(
              ToAgent.Drain.class, like(DrainConfig.getDefaultInstance()).map(ToAgent.Drain::new)),
          Map.entry(
              ToAgent.ShutdownExecutor.class,
              Combinators.combine(FRAMEWORKS, EXECUTORS).as(ToAgent.ShutdownExecutor::new)),
          Map.entry(
              ToAgent.ExecutorMessage.class,
              Combinators.combine(FRAMEWORKS, EXECUTORS, BYTES).as(ToAgent.ExecutorMessage::new)),
          Map.entry(
              ToAgent.TeardownFramework.class, FRAMEWORKS.map(ToAgent.TeardownFramework::new)),
          Map.entry(ToAgent.Shutdown.class, TEXTS.map(ToAgent.Shutdown::new)));

  private LinkMessages() {}

  static Arbitrary<Framed<FromAgent>> fromAgent() {
    return framed(Arbitraries.of(FROM_AGENT.values()).flatMap(any -> any.map(m -> m)));
  }

  static Arbitrary<Framed<ToAgent>> toAgent() {
    return framed(Arbitraries.of(TO_AGENT.values()).flatMap(any -> any.map(m -> m)));
  }

  private static <T> Arbitrary<Framed<T>> framed(Arbitrary<T> messages) {
    return Combinators.combine(Arbitraries.integers(), messages).as(Framed::new);
  }

  private static Arbitrary<MeasuredUse> uses() {
    Arbitrary<OptionalLong> amounts =
        Arbitraries.longs()
            .greaterOrEqual(0)
            .optional()
            .map(known -> known.map(OptionalLong::of).orElse(OptionalLong.empty()));
    return Combinators.combine(amounts, amounts, amounts).as(MeasuredUse::new);
  }

  private static Arbitrary<FromAgent.ReportedTask> reportedTasks() {
    return Combinators.combine(
            FRAMEWORKS,
            like(TaskInfo.getDefaultInstance()),
            TEXTS,
            like(TaskStatus.getDefaultInstance()),
            maybe(like(TaskStatus.getDefaultInstance())),
            maybe(like(ExecutorInfo.getDefaultInstance())))
        .as(FromAgent.ReportedTask::new);
  }

  private static Arbitrary<FromAgent.ReportedResources> reportedResources() {
    Arbitrary<FromAgent.ReportedOperation> operations =
        Combinators.combine(
                BYTES,
                maybe(FRAMEWORKS),
                like(Operation.getDefaultInstance()),
                like(OperationStatus.getDefaultInstance()))
            .as(FromAgent.ReportedOperation::new);
    return Combinators.combine(
            // None at all stands for those of the agent's own information.
            like(Resource.getDefaultInstance()).list().ofMinSize(1).ofMaxSize(2),
            operations.list().ofMaxSize(2),
            Combinators.combine(
                    like(ResourceProviderInfo.getDefaultInstance()),
                    like(Resource.getDefaultInstance()).list().ofMaxSize(2),
                    BYTES,
                    operations.list().ofMaxSize(2))
                .as(FromAgent.ReportedProvider::new)
                .list()
                .ofMaxSize(2))
        .as(FromAgent.ReportedResources::new);
  }

  private static Arbitrary<List<ToAgent.ResourceVersion>> versions() {
    return Combinators.combine(PROVIDERS, BYTES)
        .as(ToAgent.ResourceVersion::new)
        .list()
        .ofMaxSize(2);
  }

  private static Arbitrary<FromAgent.ReportedExecutor> reportedExecutors() {
    return Combinators.combine(FRAMEWORKS, like(ExecutorInfo.getDefaultInstance()), TEXTS)
        .as(FromAgent.ReportedExecutor::new);
  }

  private static <M extends Message> Arbitrary<M> like(M prototype) {
    return GeneratedMessages.like(prototype);
  }

  private static <T> Arbitrary<Optional<T>> maybe(Arbitrary<T> values) {
    return values.optional();
  }
}

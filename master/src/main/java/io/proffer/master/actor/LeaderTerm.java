package io.proffer.master.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import io.proffer.master.kernel.MasterKernel;
import io.proffer.master.kernel.MasterSettings;
import io.proffer.master.registry.Registry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.mesos.v1.Protos.Address;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One term of a leading master: what is made when it begins, and undone when it ends. Each term has
 * a kernel and a master id of its own, so that no id is ever given out twice.
 */
public final class LeaderTerm {

  private static final Logger LOG = LoggerFactory.getLogger(LeaderTerm.class);

  private final MasterSelf self;
  private final MasterSettings settings;
  private final Registry registry;
  private final MasterMetrics metrics;
  private final Leadership leadership;
  private final Announcer announcer;
  private final AtomicLong ids = new AtomicLong();

  public LeaderTerm(
      MasterSelf self,
      MasterSettings settings,
      Registry registry,
      MasterMetrics metrics,
      Leadership leadership,
      Announcer announcer) {
    this.self = self;
    this.settings = settings;
    this.registry = registry;
    this.metrics = metrics;
    this.leadership = leadership;
    this.announcer = announcer;
  }

  /** The actor that is the term. */
  public Behavior<MasterActor.Command> behavior() {
    return Behaviors.setup(this::begin);
  }

  /** As {@link #behavior}, and begins anew when it has failed. */
  public Behavior<MasterActor.Command> supervised() {
    return Behaviors.supervise(behavior())
        .onFailure(
            SupervisorStrategy.restartWithBackoff(
                Duration.ofSeconds(1), Duration.ofSeconds(30), 0.1));
  }

  /** Nothing is answered, and nobody told, before it is known what masters before have kept. */
  private Behavior<MasterActor.Command> begin(ActorContext<MasterActor.Command> context) {
    CompletionStage<Registry.Claim> claim = registry.claim();
    context.pipeToSelf(
        claim,
        (claimed, failure) ->
            claimed == null
                ? new MasterActor.NotClaimed(failure)
                : new MasterActor.Claimed(claimed));
    return Behaviors.receive(MasterActor.Command.class)
        .onMessage(
            MasterActor.Claimed.class,
            claimed -> Behaviors.setup(self -> lead(self, claimed.claim())))
        .onMessage(
            MasterActor.NotClaimed.class,
            failed -> {
              leadership.unable();
              throw cannotLead(failed.why());
            })
        .onMessage(
            MasterActor.StepDown.class,
            stepDown -> {
              var unused = claim.thenAccept(Registry.Claim::end);
              return Behaviors.stopped();
            })
        .build();
  }

  private static RuntimeException cannotLead(Throwable why) {
    Throwable cause =
        why instanceof CompletionException && why.getCause() != null ? why.getCause() : why;
    LOG.error("This master cannot lead yet: {}", cause.getMessage());
    return new IllegalStateException("The registry cannot be read", cause);
  }

  private Behavior<MasterActor.Command> lead(
      ActorContext<MasterActor.Command> context, Registry.Claim claim) {
    SteadyTicker ticker = new SteadyTicker(Instant.now());
    MasterInfo info = masterInfo(self, UUID.randomUUID().toString());
    MasterKernel kernel = new MasterKernel(info, settings);
    ReadModel reads = new ReadModel(settings.retention());
    reads.observe(metrics);
    ActorRef<MasterActor.Command> actor = context.getSelf();
    LeadingMaster door =
        new LeadingMaster(
            info, ticker.now(), actor, reads, metrics, claim.outlivesTheProcess(), ids);
    AtomicReference<AutoCloseable> announcement = new AtomicReference<>(() -> {});
    MasterActor master;
    try {
      master =
          new MasterActor(
              context,
              kernel,
              claim,
              reads,
              ticker,
              metrics,
              leadership::unable,
              () -> end(door, Objects.requireNonNull(announcement.get())),
              this::behavior);
    } catch (RuntimeException e) {
      // It is tried again, perhaps for ever: nothing of this try may stay.
      claim.end();
      reads.close();
      leadership.unable();
      throw e;
    }
    leadership.began(door);
    announcement.set(announcer.announce(info, leadership::published));
    return master;
  }

  private void end(LeadingMaster door, AutoCloseable announcement) {
    leadership.ended(door);
    try {
      announcement.close();
    } catch (Exception e) {
      LOG.warn("The announcement of this master as leader could not be withdrawn", e);
    }
    door.reads().close();
  }

  static MasterInfo masterInfo(MasterSelf self, String id) {
    MasterInfo.Builder info =
        MasterInfo.newBuilder()
            .setId(id)
            .setIp(ipNumber(self.ip()))
            .setPort(self.port())
            .setPid("master@%s:%d".formatted(self.ip(), self.port()))
            .setHostname(self.hostname())
            .setVersion(BuildInfo.API_VERSION)
            .setAddress(
                Address.newBuilder()
                    .setHostname(self.hostname())
                    .setIp(self.ip())
                    .setPort(self.port()));
    MasterCapabilities.addTo(info);
    return info.build();
  }

  /** The four bytes of an IPv4 address in network order, read as a little-endian number; else 0. */
  private static int ipNumber(String ip) {
    try {
      byte[] bytes = InetAddress.getByName(ip).getAddress();
      return bytes.length == Integer.BYTES
          ? ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt()
          : 0;
    } catch (UnknownHostException e) {
      return 0;
    }
  }
}

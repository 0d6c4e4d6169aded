package io.proffer.master.http.dashboard;

import akka.actor.typed.Scheduler;
import akka.util.ByteString;
import io.proffer.master.actor.MasterSelf;
import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.actor.MeasuredUses;
import io.proffer.master.actor.Outbox;
import io.proffer.master.actor.ReadModel;
import io.proffer.master.actor.TermOverException;
import io.proffer.master.state.MasterEvent;
import io.proffer.master.state.MasterState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.ExecutionContext;

/**
 * Tells everybody who looks at the dashboard what changes, during one term. What changed is
 * gathered a few times a second, rendered once for all viewers, and remembered for a while, so that
 * a viewer whose connection broke goes on where it was. While nobody looks nothing is gathered.
 * Thread-safe.
 */
public final class DashboardFeed implements ReadModel.Observer {

  /** More viewers than that are refused. */
  public static final int MAX_VIEWERS = 500;

  private static final Logger LOG = LoggerFactory.getLogger(DashboardFeed.class);

  /** A viewer that is further behind is dropped; it comes back and goes on, or begins anew. */
  private static final int MAX_VIEWER_BYTES = 8 << 20;

  private static final Duration TICK = Duration.ofMillis(250);
  private static final int TICKS_PER_SUMMARY = 3;

  /** What is really used is a few seconds old in any case, and the summary is all made anew. */
  private static final int TICKS_PER_USE = 12;

  private static final int TICKS_PER_HEARTBEAT = 40;

  /** So long one may be away and go on where one was. */
  private static final int LINGERING_TICKS = 240;

  private final MasterSelf self;
  private final String term;
  private final Instant electedAt;
  private final ReadModel reads;
  private final Activity activity;
  private final MeasuredUses uses;
  private final InstantSource clock;
  private final Scheduler scheduler;
  private final Executor renderers;
  private final ExecutionContext executionContext;

  private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean ticking = new AtomicBoolean();
  private final RecentDeltas recent = new RecentDeltas();
  private volatile boolean over;

  // Of the read model's thread.
  private final Changes changes = new Changes();
  private boolean gathering;

  // Of one tick after another.
  private long ticks;
  private int idleTicks;
  private long summaryVersion = -1;
  private long summaryUses;
  private long usesTold;
  private volatile long decisionsSeen;

  /** What a viewer wants to hear of besides the summary. */
  public enum Topics {
    SUMMARY,
    CLUSTER
  }

  /**
   * @param gzip whether its stream is compressed
   * @param lost set when its connection is gone
   */
  private record Viewer(
      Outbox<ByteString> outbox, Topics topics, boolean gzip, AtomicBoolean lost) {

    void tell(ServerSent event) {
      outbox.offer(gzip ? event.gzipped() : event.plain());
    }
  }

  /**
   * @param term names this term of this master; positions in its stream mean nothing in another
   * @param activity observes the same already
   * @param uses is looked at now and then: nothing that happens says that some of it has changed
   */
  public DashboardFeed(
      MasterSelf self,
      String term,
      Instant electedAt,
      ReadModel reads,
      Activity activity,
      MeasuredUses uses,
      InstantSource clock,
      Scheduler scheduler,
      Executor renderers) {
    this.self = self;
    this.term = term;
    this.electedAt = electedAt;
    this.reads = reads;
    this.activity = activity;
    this.uses = uses;
    this.clock = clock;
    this.scheduler = scheduler;
    this.renderers = renderers;
    this.executionContext = ExecutionContext.fromExecutor(renderers);
    reads.observe(this);
  }

  /** Everything there is, as JSON. */
  public byte[] render(MasterSnapshot snapshot) {
    return ClusterJson.everything(term, Batch.everything(snapshot, activity));
  }

  /** What is really used, as JSON. */
  public byte[] measured(MasterSnapshot snapshot) {
    return Json.object(MeasuredTotals.of(snapshot, uses)::write);
  }

  /** How many look. */
  public int size() {
    return viewers.size();
  }

  /**
   * A new viewer; whoever drains the outbox gets its stream.
   *
   * @param lastEventId what the viewer has heard last, if it comes back
   * @param gzip whether the stream is to be compressed
   */
  public Outbox<ByteString> subscribe(Topics topics, Optional<String> lastEventId, boolean gzip) {
    AtomicBoolean lost = new AtomicBoolean();
    Outbox<ByteString> outbox =
        new Outbox<>(MAX_VIEWER_BYTES, ByteString::size, loss -> lost.set(true));
    Viewer viewer = new Viewer(outbox, topics, gzip, lost);
    if (gzip) {
      outbox.offer(GzipPieces.BEGIN);
    }
    reads.between(
        snapshot -> {
          gather(snapshot.version());
          welcome(viewer, lastEventId);
          renderers.execute(
              () -> {
                viewer.tell(ServerSent.event("summary", summary(snapshot)));
                if (viewer.topics() == Topics.CLUSTER) {
                  measuredSince(0, snapshot).ifPresent(viewer::tell);
                }
              });
        });
    return outbox;
  }

  /**
   * Somebody asks for everything there is, and for the stream at the same time: what changes after
   * what is told then is remembered, in whatever order the two arrive.
   */
  public void expectViewer() {
    reads.look(state -> gather(state.version()));
  }

  private void gather(long version) {
    if (!gathering) {
      gathering = true;
      changes.clear();
      recent.restart(version);
    }
    startTicking();
  }

  /**
   * Who comes back in time gets what it missed, everybody else is told to begin anew. What is
   * published meanwhile is either among what was missed or comes after it.
   */
  private void welcome(Viewer viewer, Optional<String> lastEventId) {
    if (over) {
      viewer.outbox().end();
    }
    synchronized (recent) {
      if (viewer.topics() == Topics.CLUSTER) {
        lastEventId
            .flatMap(this::versionOf)
            .flatMap(recent::since)
            .ifPresentOrElse(missed -> missed.forEach(viewer::tell), () -> beginAnew(viewer));
      }
      viewers.add(viewer);
    }
  }

  /** With everything as it is in some version, or a later one, and what was told after that. */
  private void beginAnew(Viewer viewer) {
    RecentDeltas.Latest latest = recent.latest();
    viewer.tell(
        ServerSent.event(
            "reset",
            Json.object(
                out -> {
                  out.writeStringField("term", term);
                  out.writeNumberField("version", latest.after());
                })));
    latest.events().forEach(viewer::tell);
  }

  private Optional<Long> versionOf(String eventId) {
    int colon = eventId.lastIndexOf(':');
    if (colon < 0 || !eventId.substring(0, colon).equals(term)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.parseLong(eventId.substring(colon + 1)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  // ---- gathering

  @Override
  public void before(MasterState before, MasterEvent event) {
    if (gathering) {
      changes.before(before, event);
    }
  }

  @Override
  public void after(MasterState after, MasterEvent event) {
    if (gathering) {
      changes.after(after, event);
    }
  }

  @Override
  public void ended() {
    over = true;
    viewers.forEach(viewer -> viewer.outbox().end());
    viewers.clear();
  }

  // ---- ticking

  /** On the read model's thread, as {@link #stop}: neither can miss the other. */
  private void startTicking() {
    if (ticking.compareAndSet(false, true)) {
      idleTicks = 0;
      scheduleTick();
    }
  }

  private void scheduleTick() {
    scheduler.scheduleOnce(TICK, this::tick, executionContext);
  }

  /** The next one comes when this one is done, however long it takes. */
  private void tick() {
    if (over) {
      return;
    }
    ticks++;
    viewers.removeIf(viewer -> viewer.lost().get());
    idleTicks = viewers.isEmpty() ? idleTicks + 1 : 0;
    try {
      if (idleTicks > LINGERING_TICKS) {
        reads.look(state -> stop());
      } else {
        reads.look(
            state -> {
              Batch batch = changes.take(state, activity, decisionsSeen);
              renderers.execute(() -> publish(batch));
            });
      }
    } catch (TermOverException e) {
      LOG.debug("The term is over", e);
    }
  }

  private void stop() {
    if (viewers.isEmpty()) {
      gathering = false;
      changes.clear();
      recent.restart(0);
      ticking.set(false);
    } else {
      scheduleTick();
    }
  }

  private void publish(Batch batch) {
    try {
      if (!batch.isEmpty()) {
        ServerSent delta =
            ServerSent.event("delta", term + ":" + batch.version(), ClusterJson.of(batch));
        if (viewers.stream().anyMatch(Viewer::gzip)) {
          delta.gzipped(); // not while the others wait
        }
        synchronized (recent) {
          recent.add(batch.version(), delta);
          tell(Topics.CLUSTER, delta);
        }
        batch.decisions().forEach(decision -> decisionsSeen = decision.number());
      }
      if (ticks % TICKS_PER_HEARTBEAT == 0) {
        tellAll(ServerSent.event("heartbeat", Json.object(out -> {})));
      }
      if (ticks % TICKS_PER_USE == 0) {
        publishUses();
      }
      if (ticks % TICKS_PER_SUMMARY == 0 && isSummaryOld(batch.version())) {
        publishSummary();
      }
    } catch (RuntimeException e) {
      LOG.error("What changed could not be told to those who look at the dashboard", e);
    } finally {
      scheduleTick();
    }
  }

  private boolean isSummaryOld(long version) {
    long used = ticks % TICKS_PER_USE == 0 ? uses.changes() : summaryUses;
    boolean old = summaryVersion != version || summaryUses != used;
    summaryVersion = version;
    summaryUses = used;
    return old;
  }

  private void publishSummary() {
    reads
        .snapshot()
        .thenAcceptAsync(
            snapshot -> tellAll(ServerSent.event("summary", summary(snapshot))), renderers)
        .exceptionally(failure -> null);
  }

  /** What one missed because its connection broke it is told when it comes back, with the rest. */
  private void publishUses() {
    long since = usesTold;
    usesTold = uses.changes();
    if (usesTold != since) {
      reads
          .snapshot()
          .thenAcceptAsync(
              snapshot ->
                  measuredSince(since, snapshot).ifPresent(event -> tell(Topics.CLUSTER, event)),
              renderers)
          .exceptionally(failure -> null);
    }
  }

  private Optional<ServerSent> measuredSince(long change, MasterSnapshot snapshot) {
    return AgentUses.since(change, snapshot, uses)
        .map(columns -> ServerSent.event("measured", columns));
  }

  private byte[] summary(MasterSnapshot snapshot) {
    return SummaryJson.render(self, term, electedAt, snapshot, activity, uses, clock.instant());
  }

  private void tell(Topics topics, ServerSent event) {
    for (Viewer viewer : viewers) {
      if (viewer.topics() == topics) {
        viewer.tell(event);
      }
    }
  }

  private void tellAll(ServerSent event) {
    viewers.forEach(viewer -> viewer.tell(event));
  }
}

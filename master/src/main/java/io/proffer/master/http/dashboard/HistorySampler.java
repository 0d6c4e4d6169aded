package io.proffer.master.http.dashboard;

import akka.actor.typed.Scheduler;
import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.actor.ReadModel;
import io.proffer.master.state.MasterEvent;
import io.proffer.master.state.MasterState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.ExecutionContext;

/** Takes a sample for the history every so often, as long as the term lasts. */
public final class HistorySampler implements ReadModel.Observer {

  private static final Logger LOG = LoggerFactory.getLogger(HistorySampler.class);

  /** The first one, when most of what there is has come back. */
  private static final Duration FIRST_AFTER = Duration.ofSeconds(2);

  private final ClusterHistory history;
  private final Activity activity;
  private final ReadModel reads;
  private final InstantSource clock;
  private final Scheduler scheduler;
  private final Executor renderers;
  private final ExecutionContext executionContext;
  private volatile boolean over;

  private HistorySampler(
      ClusterHistory history,
      Activity activity,
      ReadModel reads,
      InstantSource clock,
      Scheduler scheduler,
      Executor renderers) {
    this.history = history;
    this.activity = activity;
    this.reads = reads;
    this.clock = clock;
    this.scheduler = scheduler;
    this.renderers = renderers;
    this.executionContext = ExecutionContext.fromExecutor(renderers);
  }

  /** Begins to; on threads of the renderers. */
  public static void start(
      ClusterHistory history,
      Activity activity,
      ReadModel reads,
      InstantSource clock,
      Scheduler scheduler,
      Executor renderers) {
    HistorySampler sampler =
        new HistorySampler(history, activity, reads, clock, scheduler, renderers);
    reads.observe(sampler);
    sampler.schedule(FIRST_AFTER);
  }

  private void schedule(Duration delay) {
    if (!over) {
      scheduler.scheduleOnce(delay, this::sample, executionContext);
    }
  }

  /** The next one comes, whatever becomes of this one. */
  private void sample() {
    if (over) {
      return;
    }
    try {
      var unused = reads.snapshot().thenAcceptAsync(this::take, renderers);
    } catch (RejectedExecutionException e) {
      LOG.debug("The term is over", e);
    }
    schedule(ClusterHistory.EVERY);
  }

  private void take(MasterSnapshot snapshot) {
    try {
      history.add(clock.instant(), snapshot, activity);
    } catch (RuntimeException e) {
      LOG.warn("What there is could not be kept for the history", e);
    }
  }

  @Override
  public void before(MasterState before, MasterEvent event) {}

  @Override
  public void after(MasterState after, MasterEvent event) {}

  @Override
  public void ended() {
    over = true;
  }
}

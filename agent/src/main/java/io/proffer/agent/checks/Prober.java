package io.proffer.agent.checks;

import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.Probe;
import io.proffer.agent.container.ProbeResult;
import io.proffer.agent.container.ProbeTarget;
import io.proffer.agent.runtime.ContainerRuntime;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at tasks, at each target on a virtual thread of its own, so that one that does not answer
 * holds up no other. How many are under way is bounded by whoever asks: the kernel asks about a
 * task again only after the answer. Safe for use by several threads; every method returns at once.
 */
public final class Prober implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Prober.class);

  private final ProbeListener listener;
  private final TaskNetwork network = new TaskNetwork();
  private final HttpProbe http = new HttpProbe(network);
  private final TcpProbe tcp = new TcpProbe(network);
  private final CommandProbe command;
  private final Set<Looking> underWay = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor timeouts =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("probe-timeouts").factory());

  public Prober(ContainerRuntime runtime, ProbeListener listener) {
    this.listener = listener;
    this.command = new CommandProbe(runtime);
    timeouts.setRemoveOnCancelPolicy(true);
  }

  /** Looks at all targets; the listener is told once, unless it is stopped before. */
  public void start(Probe probe) {
    Looking looking = new Looking(probe);
    underWay.add(looking);
    if (!probe.timeout().isZero()) {
      Future<?> timeout =
          timeouts.schedule(
              () -> timedOut(looking), probe.timeout().toNanos(), TimeUnit.NANOSECONDS);
      looking.whenDone(() -> timeout.cancel(false));
    }
    for (int i = 0; i < probe.targets().size(); i++) {
      int target = i;
      Thread.ofVirtual()
          .name("probe-" + probe.container().id())
          .start(() -> found(looking, target, look(looking, probe.targets().get(target))));
    }
  }

  private ProbeResult look(Looking looking, ProbeTarget target) {
    Probe probe = looking.probe();
    Abort abort = looking.abort();
    try {
      return switch (target) {
        case ProbeTarget.Http t -> http.look(probe, t, abort);
        case ProbeTarget.Tcp t -> tcp.look(probe, t, abort);
        case ProbeTarget.Command t -> command.look(probe, t, abort);
      };
    } catch (IOException e) {
      return new ProbeResult.Failed(abort.why().orElseGet(() -> describe(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ProbeResult.Unavailable("interrupted");
    } catch (RuntimeException e) {
      LOG.error("looking at {} of {} failed", target, probe.container().id(), e);
      return new ProbeResult.Unavailable("an error in the agent; its log says which");
    }
  }

  private static String describe(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private void timedOut(Looking looking) {
    String why = "no result within " + looking.probe().timeout().toMillis() + " ms";
    // What does not end when it is told to is not waited for.
    for (int i = 0; i < looking.probe().targets().size(); i++) {
      found(looking, i, new ProbeResult.Failed(why));
    }
    Thread.ofVirtual().start(() -> looking.abort().abort(why));
  }

  private void found(Looking looking, int target, ProbeResult result) {
    looking
        .found(target, result)
        .ifPresent(
            results -> {
              if (underWay.remove(looking)) {
                LOG.debug("{} of {}: {}", kind(looking), looking.probe().container().id(), results);
                listener.probed(looking.probe().container().id(), looking.probe().kind(), results);
              }
            });
  }

  private static String kind(Looking looking) {
    return switch (looking.probe().kind()) {
      case CHECK -> "check";
      case HEALTH_CHECK -> "health check";
    };
  }

  /** Breaks off what looks at this container; the listener is not told any more. */
  public void stop(ContainerId container) {
    for (Looking looking : List.copyOf(underWay)) {
      if (looking.probe().container().id().equals(container) && underWay.remove(looking)) {
        breakOff(looking, "the task is not looked at any more");
      }
    }
  }

  private static void breakOff(Looking looking, String why) {
    looking.done();
    // Killing a command may have to ask an engine.
    Thread.ofVirtual().start(() -> looking.abort().abort(why));
  }

  /** How many looks have not come to an end. */
  int underWay() {
    return underWay.size();
  }

  /** Breaks off everything. */
  @Override
  public void close() {
    timeouts.shutdownNow();
    for (Looking looking : List.copyOf(underWay)) {
      underWay.remove(looking);
      looking.abort().abort("the agent is stopping");
    }
    network.close();
  }
}

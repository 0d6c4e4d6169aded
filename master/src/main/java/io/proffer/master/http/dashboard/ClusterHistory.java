package io.proffer.master.http.dashboard;

import io.proffer.core.history.SampleRing;
import io.proffer.core.history.SampleRingJson;
import io.proffer.core.history.SampleRings;
import io.proffer.core.model.FrameworkId;
import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.actor.MasterSnapshot.FrameworkSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.mesos.v1.Protos.TaskState;

/**
 * What the cluster and each framework had and used in the last hour, as this master saw it in this
 * term: another leader begins anew, and says since when. What agents really use they remember
 * themselves, so that this is as large for any number of them. Thread-safe.
 */
public final class ClusterHistory {

  /** How far samples are apart. */
  static final Duration EVERY = Duration.ofSeconds(15);

  /** Of an hour. */
  static final int SAMPLES = 240;

  /** More than that have no history. Four megabytes of numbers. */
  static final int MAX_FRAMEWORKS = 500;

  private static final double THOUSAND = 1000;

  private static final List<String> OF_CLUSTER =
      List.of(
          "cpus",
          "cpusUsed",
          "cpusOffered",
          "mem",
          "memUsed",
          "memOffered",
          "disk",
          "diskUsed",
          "diskOffered",
          "gpus",
          "gpusUsed",
          "gpusOffered",
          "agents",
          "running",
          "waiting");

  /** Offers accepted and declined are counted since the term began. */
  private static final List<String> OF_FRAMEWORK =
      List.of("cpus", "mem", "disk", "gpus", "tasks", "offers", "accepted", "declined");

  private static final Duration GONE = EVERY.multipliedBy(2);
  private static final Duration KEPT = EVERY.multipliedBy(SAMPLES);

  private final Instant since;
  private final SampleRing cluster = new SampleRing(SAMPLES, OF_CLUSTER.size());
  private final SampleRings<FrameworkId> frameworks =
      new SampleRings<>(MAX_FRAMEWORKS, SAMPLES, OF_FRAMEWORK.size());

  /**
   * @param since when the term began
   */
  public ClusterHistory(Instant since) {
    this.since = since;
  }

  /** Takes a sample. */
  void add(Instant at, MasterSnapshot snapshot, Activity activity) {
    Totals totals = Totals.of(snapshot);
    double[] ofCluster = ofCluster(snapshot, totals);
    synchronized (this) {
      cluster.add(at, ofCluster);
      for (FrameworkSnapshot framework : snapshot.frameworks()) {
        FrameworkId id = framework.framework().id();
        frameworks.add(
            id,
            at,
            at.minus(GONE),
            ofFramework(framework, totals.usedBy(id), activity.offersTo(id)));
      }
      frameworks.forget(at, KEPT);
    }
  }

  private static double[] ofCluster(MasterSnapshot snapshot, Totals totals) {
    double[] sample = new double[OF_CLUSTER.size()];
    int i = 0;
    for (String name : Sums.SCALARS) {
      sample[i++] = totals.total.millis(name) / THOUSAND;
      sample[i++] = totals.used.millis(name) / THOUSAND;
      sample[i++] = totals.offered.millis(name) / THOUSAND;
    }
    sample[i++] = snapshot.agents().stream().filter(agent -> agent.connected()).count();
    sample[i++] = totals.tasks.getOrDefault(TaskState.TASK_RUNNING, 0);
    sample[i] =
        totals.tasks.getOrDefault(TaskState.TASK_STAGING, 0)
            + totals.tasks.getOrDefault(TaskState.TASK_STARTING, 0);
    return sample;
  }

  private static double[] ofFramework(FrameworkSnapshot framework, Sums used, OfferCounts offers) {
    double[] sample = new double[OF_FRAMEWORK.size()];
    int i = 0;
    for (String name : Sums.SCALARS) {
      sample[i++] = used.millis(name) / THOUSAND;
    }
    sample[i++] = framework.tasks().stream().filter(task -> !task.terminal()).count();
    sample[i++] = framework.offers().size();
    sample[i++] = offers.accepted();
    sample[i] = offers.declined();
    return sample;
  }

  /** Of the cluster, as JSON. */
  public byte[] render() {
    return render(cluster, OF_CLUSTER);
  }

  /** Of a framework, as JSON: no samples if it is not known. */
  public byte[] render(FrameworkId framework) {
    SampleRing known;
    synchronized (this) {
      known = frameworks.get(framework).orElseGet(() -> new SampleRing(1, OF_FRAMEWORK.size()));
    }
    return render(known, OF_FRAMEWORK);
  }

  private byte[] render(SampleRing ring, List<String> names) {
    return Json.object(
        out -> {
          out.writeNumberField("every", EVERY.toSeconds());
          out.writeNumberField("since", since.getEpochSecond());
          synchronized (this) {
            SampleRingJson.write(out, ring, names);
          }
        });
  }
}

package io.proffer.benchmarks.batch;

import io.proffer.batch.kernel.BatchKernel;
import io.proffer.batch.kernel.RefusedException;
import io.proffer.batch.model.Job;
import io.proffer.batch.model.JobId;
import io.proffer.batch.model.Parameters;
import io.proffer.sdk.Offers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;

/**
 * How long it takes to put all that waits in order, and to find that nothing fits: what every event
 * with offers costs in a full cluster.
 */
final class RankingBench {

  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
  private static final int WARM_UP = 30;
  private static final int ROUNDS = 50;

  private RankingBench() {}

  /** Milliseconds of each round, sorted. */
  static List<Double> run(BatchBenchOptions options) {
    BatchKernel kernel = new BatchKernel(1);
    try {
      for (int user = 0; user < options.users(); user++) {
        Job job = Jobs.job(Jobs.json("j" + user, "\"user\":\"u" + user + "\"", ""));
        var unused = kernel.create(job, NOW);
      }
      begin(kernel, options, options.running());
      kernel.offered(offers(options.running()), NOW);
      begin(kernel, options, options.waiting());
    } catch (RefusedException no) {
      throw new IllegalStateException(no);
    }
    var unused = kernel.take();
    Offers tooSmall = offers(0);
    List<Double> taken = new ArrayList<>();
    for (int round = 0; round < WARM_UP + ROUNDS; round++) {
      long begun = System.nanoTime();
      kernel.offered(tooSmall, NOW.plusSeconds(round));
      if (round >= WARM_UP) {
        taken.add((System.nanoTime() - begun) / 1e6);
      }
    }
    Collections.sort(taken);
    return taken;
  }

  private static void begin(BatchKernel kernel, BatchBenchOptions options, int runs)
      throws RefusedException {
    for (int i = 0; i < runs; i++) {
      JobId job = new JobId("j" + i % options.users());
      var unused = kernel.start(job, Parameters.NONE, NOW);
    }
  }

  /** Room for so many tasks, and for none that is larger than what is left. */
  private static Offers offers(int tasks) {
    return Offers.of(
        List.of(
            Offer.newBuilder()
                .setId(OfferID.newBuilder().setValue("o"))
                .setFrameworkId(FrameworkID.newBuilder().setValue("f"))
                .setAgentId(AgentID.newBuilder().setValue("a"))
                .setHostname("a")
                .addResources(scalar("cpus", 0.05 + 0.1 * tasks))
                .addResources(scalar("mem", 1 + 32.0 * tasks))
                .build()));
  }

  private static Resource scalar(String name, double amount) {
    return Resource.newBuilder()
        .setName(name)
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(amount))
        .build();
  }
}

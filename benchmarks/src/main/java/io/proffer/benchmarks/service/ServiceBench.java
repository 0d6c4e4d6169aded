package io.proffer.benchmarks.service;

import io.proffer.benchmarks.Requests;
import io.proffer.benchmarks.launch.EmulatedCluster;
import io.proffer.core.coordination.EmbeddedZooKeeper;
import io.proffer.core.coordination.ZooKeeperLocation;
import io.proffer.service.ServiceOptions;
import io.proffer.service.ServiceServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Measures the service framework with a ZooKeeper of its own in this process, a real master and
 * emulated agents in others: a task of theirs runs as soon as it is launched.
 */
public final class ServiceBench {

  private static final long PATIENCE_SECONDS = 180;
  private static final String ROLLED = "/rolled";
  private static final double MINIMUM_HEALTH = 0.9;

  private final ServiceBenchOptions options;
  private final ServiceServer server;
  private final Requests requests;

  private ServiceBench(ServiceBenchOptions options, ServiceServer server) {
    this.options = options;
    this.server = server;
    this.requests = new Requests(server.url());
  }

  /**
   * Takes about a minute.
   *
   * @param workDir where ZooKeeper's data is kept
   * @throws IOException when something could not be started or did not come to its end
   */
  public static ServiceReport run(ServiceBenchOptions options, Path workDir)
      throws IOException, InterruptedException {
    try (EmbeddedZooKeeper zooKeeper = EmbeddedZooKeeper.start(workDir.resolve("zookeeper"), 0);
        EmulatedCluster cluster = EmulatedCluster.start(options.agents())) {
      ZooKeeperLocation where = zooKeeper.location("/bench");
      ServiceOptions service =
          ServiceOptions.local(0, cluster.master(), Optional.of(where), workDir);
      try (ServiceServer first = ServiceServer.start(service);
          ServiceServer second = ServiceServer.start(service)) {
        return new ServiceBench(options, first).measure(second);
      }
    }
  }

  private ServiceReport measure(ServiceServer next) throws IOException, InterruptedException {
    double started = start();
    List<Double> list = list();
    int bytes = requests.get("/v2/apps").body().length;
    try (RunningCount count = RunningCount.of(ROLLED, server.url(), requests)) {
      int mustRun = (int) Math.ceil(options.rolled() * MINIMUM_HEALTH);
      double rolled = roll(count);
      double takeover = takeOver(next);
      return new ServiceReport(
          options, started, list, bytes, rolled, count.fewest(), mustRun, takeover);
    }
  }

  private double start() throws IOException, InterruptedException {
    StringBuilder apps = new StringBuilder("[");
    for (int i = 0; i < options.apps(); i++) {
      apps.append(i == 0 ? "" : ",").append(app("/g" + i % 10 + "/app-" + i, options.instances()));
    }
    long begun = System.nanoTime();
    requests.must("PUT", "/v2/apps", apps.append(']').toString());
    await("all instances run", () -> running() >= options.apps() * options.instances());
    return seconds(begun);
  }

  private static String app(String id, int instances) {
    return ("{\"id\":\"%s\",\"cmd\":\"serve\",\"cpus\":0.01,\"mem\":1,\"disk\":0,\"instances\":%d,"
            + "\"portDefinitions\":[{\"port\":0}],"
            + "\"upgradeStrategy\":{\"minimumHealthCapacity\":%s,\"maximumOverCapacity\":0.1}}")
        .formatted(id, instances, MINIMUM_HEALTH);
  }

  private int running() {
    try {
      return requests
          .json("/metrics")
          .path("gauges")
          .path("marathon.instances.running.gauge")
          .path("value")
          .asInt();
    } catch (IOException | InterruptedException trouble) {
      throw new IllegalStateException("the framework does not answer", trouble);
    }
  }

  private List<Double> list() throws IOException, InterruptedException {
    for (int i = 0; i < options.requests() / 2; i++) {
      requests.must("GET", "/v2/apps", "");
    }
    List<Double> taken = new ArrayList<>();
    for (int i = 0; i < options.requests(); i++) {
      long begun = System.nanoTime();
      requests.must("GET", "/v2/apps", "");
      taken.add(seconds(begun) * 1e3);
    }
    Collections.sort(taken);
    return taken;
  }

  private double roll(RunningCount count) throws IOException, InterruptedException {
    requests.must("PUT", "/v2/apps" + ROLLED, app(ROLLED, options.rolled()));
    await("the app that is rolled runs", () -> count.running() == options.rolled() && !deploys());
    count.watch();
    long begun = System.nanoTime();
    requests.must("PUT", "/v2/apps" + ROLLED, "{\"cmd\":\"serve another\"}");
    await("the app is rolled over", () -> !deploys());
    return seconds(begun);
  }

  private boolean deploys() {
    try {
      return !requests.json("/v2/deployments").isEmpty();
    } catch (IOException | InterruptedException trouble) {
      throw new IllegalStateException("the framework does not answer", trouble);
    }
  }

  private double takeOver(ServiceServer next) throws IOException, InterruptedException {
    Requests there = new Requests(next.url());
    long begun = System.nanoTime();
    requests.must("DELETE", "/v2/leader", "");
    await("the other process leads", next::leads);
    while (there.get("/v2/apps").statusCode() != 200) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    double taken = seconds(begun);
    int apps = there.json("/v2/apps").path("apps").size();
    if (apps != options.apps() + 1) {
      throw new IOException("the next leader knows " + apps + " apps of " + (options.apps() + 1));
    }
    return taken;
  }

  private static double seconds(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }

  private static void await(String what, BooleanSupplier holds) throws IOException {
    long begun = System.nanoTime();
    while (!holds.getAsBoolean()) {
      if (seconds(begun) > PATIENCE_SECONDS) {
        throw new IOException("waited " + PATIENCE_SECONDS + " seconds in vain: " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }
}

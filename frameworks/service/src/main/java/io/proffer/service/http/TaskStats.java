package io.proffer.service.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.kernel.Instance;
import io.proffer.service.model.App;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/** How an app's tasks fare, by how new they are. */
final class TaskStats {

  private TaskStats() {}

  static void write(ObjectNode out, App app, List<Instance> instances, Instant now) {
    Instant config = app.versions().lastConfigChangeAt();
    Instant scaling = app.versions().lastScalingAt();
    write(out, "startedAfterLastScaling", instances, i -> !i.stagedAt().isBefore(scaling), now);
    write(out, "withLatestConfig", instances, i -> i.configVersion().equals(config), now);
    write(out, "withOutdatedConfig", instances, i -> !i.configVersion().equals(config), now);
    write(out, "totalSummary", instances, i -> true, now);
  }

  private static void write(
      ObjectNode out,
      String name,
      List<Instance> instances,
      Predicate<Instance> which,
      Instant now) {
    List<Instance> some = instances.stream().filter(which).toList();
    if (some.isEmpty()) {
      return;
    }
    ObjectNode stats = out.putObject(name).putObject("stats");
    stats
        .putObject("counts")
        .put("staged", some.stream().filter(AppJson::isStaged).count())
        .put("running", some.stream().filter(AppJson::isRunning).count())
        .put("healthy", AppJson.health(some, true))
        .put("unhealthy", AppJson.health(some, false));
    double[] lives =
        some.stream()
            .flatMap(i -> i.startedAt().stream())
            .mapToDouble(at -> Duration.between(at, now).toMillis() / 1000.0)
            .sorted()
            .toArray();
    if (lives.length > 0) {
      double sum = 0;
      for (double life : lives) {
        sum += life;
      }
      stats
          .putObject("lifeTime")
          .put("averageSeconds", sum / lives.length)
          .put("medianSeconds", lives[lives.length / 2]);
    }
  }
}

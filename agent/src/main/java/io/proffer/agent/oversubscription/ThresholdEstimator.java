package io.proffer.agent.oversubscription;

import io.proffer.agent.container.ContainerId;
import io.proffer.core.model.Resources;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;

/**
 * Estimates the slack of what is set aside for good: what the containers hold and have not used at
 * any time in the window, less the headroom. One that uses more than it holds has that from the
 * others, so it counts against them.
 */
final class ThresholdEstimator implements ResourceEstimator {

  /** In thousandths; slack in smaller steps would make and rescind offers all the time. */
  private static final Map<String, Long> STEPS = Map.of("cpus", 100L, "mem", 32_000L);

  /** More samples of a window are not kept; the oldest then counts as long as it would have. */
  private static final int MAX_SAMPLES = 100;

  private final Thresholds thresholds;
  private Map<ContainerId, Map<String, Peaks>> seen = new LinkedHashMap<>();

  ThresholdEstimator(Thresholds thresholds) {
    this.thresholds = thresholds;
  }

  @Override
  public Resources estimate(UsageSample sample) {
    remember(sample);
    List<Resource> slack = new ArrayList<>();
    for (String name : thresholds.resources()) {
      long millis = slackMillis(sample, name);
      if (millis > 0) {
        slack.add(revocable(name, millis));
      }
    }
    return Resources.of(slack);
  }

  private long slackMillis(UsageSample sample, String name) {
    Resources total = sample.total();
    long slack = -(long) Math.ceil(total.scalarMillis(name) * thresholds.headroom());
    for (UsageSample.Holder holder : sample.holders()) {
      long held = holder.held().nonRevocable().scalarMillis(name);
      Peaks peaks = seen.getOrDefault(holder.container(), Map.of()).get(name);
      if (held > 0 && peaks != null) {
        slack += held - peaks.highest();
      }
    }
    long step = STEPS.getOrDefault(name, 1L);
    return Math.max(0, slack / step * step);
  }

  /** Only those that are there are kept. */
  private void remember(UsageSample sample) {
    Map<ContainerId, Map<String, Peaks>> now = new LinkedHashMap<>();
    Instant since = sample.at().minus(thresholds.window());
    for (UsageSample.Holder holder : sample.holders()) {
      Map<String, Peaks> peaks =
          seen.getOrDefault(holder.container(), new LinkedHashMap<>(thresholds.resources().size()));
      for (String name : thresholds.resources()) {
        peaks
            .computeIfAbsent(name, n -> new Peaks())
            .add(sample.at(), holder.usedMillis(name), since);
      }
      now.put(holder.container(), peaks);
    }
    seen = now;
  }

  private static Resource revocable(String name, long millis) {
    return Resource.newBuilder()
        .setName(name)
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(millis / 1000.0))
        .setRevocable(Resource.RevocableInfo.getDefaultInstance())
        .build();
  }

  /** The values of a window that no later one has reached: highest, and oldest, first. */
  private static final class Peaks {
    private record Peak(Instant at, long millis) {}

    private final Deque<Peak> peaks = new ArrayDeque<>();

    void add(Instant at, long millis, Instant since) {
      while (!peaks.isEmpty() && peaks.getLast().millis() <= millis) {
        peaks.removeLast();
      }
      if (peaks.size() == MAX_SAMPLES) {
        peaks.removeLast();
      }
      peaks.addLast(new Peak(at, millis));
      while (peaks.size() > 1 && peaks.getFirst().at().isBefore(since)) {
        peaks.removeFirst();
      }
    }

    long highest() {
      return peaks.getFirst().millis();
    }
  }
}

package io.proffer.agent.oversubscription;

import io.proffer.agent.container.ContainerId;
import io.proffer.agent.oversubscription.UsageSample.Holder;
import io.proffer.agent.oversubscription.UsageSample.Use;
import io.proffer.core.model.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Resource;

/** What was measured, as a test wants it. */
public final class Samples {

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  public static final HostUse IDLE = new HostUse(0.1, 4, 8L << 30, 6L << 30);
  private static final Resources TOTAL = Resources.parse("cpus:4;mem:4096");

  private Samples() {}

  static UsageSample after(Duration since, HostUse host, Holder... holders) {
    return new UsageSample(START.plus(since), TOTAL, host, List.of(holders));
  }

  static Holder holds(String id, String resources, double cpus, long memMb) {
    return holder(id, Resources.parse(resources), Optional.of(new Use(cpus, memMb << 20)));
  }

  static Holder holdsRevocable(String id, String resources, double cpus, long memMb) {
    return holder(id, revocable(resources), Optional.of(new Use(cpus, memMb << 20)));
  }

  static Holder unmeasured(String id, String resources) {
    return holder(id, Resources.parse(resources), Optional.empty());
  }

  private static Holder holder(String id, Resources held, Optional<Use> use) {
    return new Holder(new ContainerId(id), held, use);
  }

  public static Resources revocable(String resources) {
    return Resources.of(
        Resources.parse(resources).toProtos().stream()
            .map(
                r ->
                    r.toBuilder().setRevocable(Resource.RevocableInfo.getDefaultInstance()).build())
            .toList());
  }
}

package io.proffer.master.http.operator;

import io.proffer.core.model.ResourceFormat;
import io.proffer.core.model.Resources;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TimeInfo;

/** The pieces that the messages have in common. */
final class Pieces {

  private static final long NANOS = 1_000_000_000L;

  private Pieces() {}

  /** What several roles hold, each resource with the role it is allocated to. */
  static List<Resource> allocated(SortedMap<String, Resources> byRole) {
    List<Resource> resources = new ArrayList<>();
    byRole.forEach(
        (role, held) ->
            resources.addAll(
                Resources.withAllocation(held.toProtos(ResourceFormat.ENDPOINT), role)));
    return resources;
  }

  static TimeInfo time(Instant at) {
    return TimeInfo.newBuilder().setNanoseconds(at.getEpochSecond() * NANOS + at.getNano()).build();
  }
}

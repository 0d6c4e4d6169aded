package io.proffer.service.matching;

import io.proffer.core.model.Entry;
import io.proffer.core.model.ResourceFormat;
import io.proffer.core.model.Resources;
import io.proffer.service.model.Amounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;

/** Takes scalar resources out of an offer: reserved ones first. */
final class ResourceMatch {

  private static final Map<String, Rejection.Reason> REASONS =
      Map.of(
          "cpus", Rejection.Reason.InsufficientCpus,
          "mem", Rejection.Reason.InsufficientMemory,
          "disk", Rejection.Reason.InsufficientDisk,
          "gpus", Rejection.Reason.InsufficientGpus);

  private ResourceMatch() {}

  /**
   * Takes what an instance needs.
   *
   * @param from what may be taken
   * @param rejections gets what there is too little of
   */
  static List<Resource> take(Resources from, Amounts amounts, List<Rejection> rejections) {
    List<Resource> taken = new ArrayList<>();
    scalar(from, "cpus", amounts.cpus(), taken, rejections);
    scalar(from, "mem", amounts.memMb(), taken, rejections);
    scalar(from, "disk", amounts.diskMb(), taken, rejections);
    scalar(from, "gpus", amounts.gpus(), taken, rejections);
    return taken;
  }

  private static void scalar(
      Resources from,
      String name,
      double amount,
      List<Resource> taken,
      List<Rejection> rejections) {
    long open = Math.round(amount * 1000);
    long left = from.scalarMillis(name);
    if (left < open) {
      rejections.add(
          new Rejection(
              REASONS.getOrDefault(name, Rejection.Reason.UnfulfilledRole),
              "needs " + plain(open) + " " + name + ", " + plain(left) + " left"));
      return;
    }
    for (Entry entry : from.entries()) {
      if (open > 0 && entry.name().equals(name)) {
        long part = Math.min(open, entry.millis());
        taken.add(
            entry.toProto(ResourceFormat.POST_REFINEMENT).toBuilder()
                .setScalar(Value.Scalar.newBuilder().setValue(part / 1000.0))
                .build());
        open -= part;
      }
    }
  }

  private static String plain(long millis) {
    return millis % 1000 == 0 ? Long.toString(millis / 1000) : Double.toString(millis / 1000.0);
  }
}

package io.proffer.agent.kernel;

import io.proffer.core.model.Entry;
import io.proffer.core.model.ResourceConversions;
import io.proffer.core.model.Resources;
import java.util.ArrayList;
import java.util.List;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;

/**
 * Everything an agent has, as operations have left it.
 *
 * @param total what it tells the master
 * @param withheld reservations and volumes for which it has no more resources, since it was started
 *     with others: they are kept until it has them again
 */
public record AgentTotal(Resources total, Resources withheld) {

  /**
   * All of it, of what the agent was started with and what operations have done to that.
   *
   * @param own what the agent was started with
   * @param converted all that is reserved dynamically, and the persistent volumes
   */
  public static AgentTotal of(Resources own, Resources converted) {
    Resources total = own;
    List<Resource> withheld = new ArrayList<>();
    // Volumes first: they hold what cannot be made anew.
    List<Resource> wanted = new ArrayList<>(converted.persistentVolumes().toProtos());
    wanted.addAll(converted.filter(e -> !e.isPersistentVolume()).toProtos());
    for (Resource one : wanted) {
      Resources base = Resources.of(List.of(base(one)));
      if (total.contains(base)) {
        total = total.minus(base).plus(Resources.of(List.of(one)));
      } else {
        withheld.add(one);
      }
    }
    return new AgentTotal(total, Resources.of(withheld));
  }

  /** What of these has to be written down: all that an agent is not started with. */
  static Resources converted(Resources total) {
    return total.filter(AgentTotal::isConverted);
  }

  private static boolean isConverted(Entry entry) {
    return entry.isDynamicallyReserved() || entry.isPersistentVolume();
  }

  /** As it was before anything was done to it. */
  private static Resource base(Resource converted) {
    Resource.Builder base = ResourceConversions.stripped(converted).toBuilder();
    for (int i = base.getReservationsCount() - 1;
        i >= 0 && base.getReservations(i).getType() == ReservationInfo.Type.DYNAMIC;
        i--) {
      base.removeReservations(i);
    }
    return base.build();
  }
}

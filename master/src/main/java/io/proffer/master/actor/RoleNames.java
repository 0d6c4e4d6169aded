package io.proffer.master.actor;

import io.proffer.core.model.Entry;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.Resources;
import io.proffer.core.model.Roles;
import io.proffer.master.state.Agent;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The roles there are in a {@link MasterSnapshot}: those somebody is subscribed to, uses, is
 * offered something for, or has something reserved for, the roles above them, and those operators
 * have said something about.
 */
public final class RoleNames {

  /**
   * A role with what its subtree holds.
   *
   * @param frameworks that are subscribed to the role itself
   */
  public record Holding(
      List<FrameworkId> frameworks, Resources used, Resources offered, Resources reserved) {}

  private static final class Sums {
    final List<FrameworkId> frameworks = new ArrayList<>();
    Resources used = Resources.empty();
    Resources offered = Resources.empty();
    Resources reserved = Resources.empty();

    Holding holding() {
      return new Holding(List.copyOf(frameworks), used, offered, reserved);
    }
  }

  private RoleNames() {}

  /** What each role holds, by name. */
  public static SortedMap<String, Holding> of(MasterSnapshot snapshot, Allocations allocations) {
    SortedMap<String, Sums> roles = new TreeMap<>();
    for (MasterSnapshot.FrameworkSnapshot framework : snapshot.frameworks()) {
      for (String role : framework.framework().roles()) {
        pathOf(role).forEach(ancestor -> at(roles, ancestor));
        at(roles, role).frameworks.add(framework.framework().id());
      }
      Allocations.Share share = allocations.of(framework.framework().id());
      share.used().forEach((role, held) -> addUsed(roles, role, held));
      share.offered().forEach((role, held) -> addOffered(roles, role, held));
    }
    for (Agent agent : snapshot.agents()) {
      for (Entry entry : agent.total().entries()) {
        entry.reservationRole().ifPresent(role -> addReserved(roles, role, agent, entry));
      }
    }
    snapshot.roles().weights().keySet().forEach(role -> at(roles, role));
    snapshot.roles().quotas().keySet().forEach(role -> at(roles, role));
    SortedMap<String, Holding> holdings = new TreeMap<>();
    roles.forEach((name, sums) -> holdings.put(name, sums.holding()));
    return holdings;
  }

  private static void addUsed(SortedMap<String, Sums> roles, String role, Resources held) {
    for (String ancestor : pathOf(role)) {
      Sums sums = at(roles, ancestor);
      sums.used = sums.used.plus(held);
    }
  }

  private static void addOffered(SortedMap<String, Sums> roles, String role, Resources held) {
    for (String ancestor : pathOf(role)) {
      Sums sums = at(roles, ancestor);
      sums.offered = sums.offered.plus(held);
    }
  }

  private static void addReserved(
      SortedMap<String, Sums> roles, String role, Agent agent, Entry entry) {
    Resources reserved = agent.total().filter(other -> other.equals(entry));
    for (String ancestor : pathOf(role)) {
      Sums sums = at(roles, ancestor);
      sums.reserved = sums.reserved.plus(reserved);
    }
  }

  private static List<String> pathOf(String role) {
    return Roles.path(role);
  }

  private static Sums at(SortedMap<String, Sums> roles, String role) {
    return roles.computeIfAbsent(role, name -> new Sums());
  }
}

package io.proffer.master.allocator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A node of the fairness tree: the root, a role, the frameworks of a role, or one framework in one
 * role. Who has the smallest dominant share comes first among its siblings; of equals, who was
 * chosen less often; then by name.
 */
abstract sealed class DrfNode permits DrfNode.Role, DrfNode.Members, Client {

  private static final Comparator<DrfNode> FAIREST_FIRST =
      (a, b) -> {
        int order = Double.compare(a.share, b.share);
        order = order != 0 ? order : Long.compare(a.rank, b.rank);
        return order != 0 ? order : a.name.compareTo(b.name);
      };

  final String name;
  final @Nullable DrfNode parent;
  private final Map<String, DrfNode> children = new LinkedHashMap<>();
  private final TreeSet<DrfNode> active = new TreeSet<>(FAIREST_FIRST);

  /** Only roles have one that is not 1. */
  private double weight = 1.0;

  private long[] allocated = new long[0];
  private long chosen;

  // What siblings are sorted by: of allocated and chosen as they were when the place was taken.
  private double share;
  private long rank;

  private DrfNode(String name, @Nullable DrfNode parent) {
    this.name = name;
    this.parent = parent;
  }

  /** For {@link Client}. */
  DrfNode(String name, Members parent) {
    this(name, (DrfNode) parent);
  }

  /** A role, or the root; below it are its child roles and, if frameworks have it, its members. */
  static final class Role extends DrfNode {
    final String path;

    Role(String path, String name, @Nullable Role parent) {
      super(name, (DrfNode) parent);
      this.path = path;
    }
  }

  /** The frameworks of one role: Mesos' virtual leaf, which competes with the child roles. */
  static final class Members extends DrfNode {
    static final String NAME = ".";
    final String role;

    Members(Role parent) {
      super(NAME, (DrfNode) parent);
      this.role = parent.path;
    }
  }

  @Nullable DrfNode child(String childName) {
    return children.get(childName);
  }

  void adopt(DrfNode child) {
    children.put(child.name, child);
  }

  /** Takes a child that is not active out of the tree. */
  void disown(DrfNode child) {
    children.remove(child.name);
  }

  boolean childless() {
    return children.isEmpty();
  }

  boolean hasAllocation() {
    return !ScalarNames.isZero(allocated);
  }

  /** Those of the children with whom resources can be offered, the fairest choice first. */
  Iterable<DrfNode> activeInOrder() {
    return active;
  }

  boolean hasActive() {
    return !active.isEmpty();
  }

  boolean isActiveChild(DrfNode child) {
    return active.contains(child);
  }

  void activate(DrfNode child) {
    active.add(child);
  }

  void deactivate(DrfNode child) {
    active.remove(child);
  }

  /** What the share is divided by; the place among the siblings is taken by the next sort. */
  void weigh(double units) {
    weight = units;
  }

  /** Whether this comes before a sibling. */
  int compareWithSibling(DrfNode sibling) {
    return FAIREST_FIRST.compare(this, sibling);
  }

  /** Changes what is allocated; the place among the siblings is taken by the next sort. */
  void allocateUnsorted(long[] quantities, int sign, boolean isChoice) {
    allocated = ScalarNames.plus(allocated, quantities, sign);
    chosen += isChoice ? 1 : 0;
  }

  /** Changes what is allocated and takes the new place among the siblings. */
  void allocate(long[] quantities, int sign, boolean isChoice, long[] total) {
    DrfNode above = parent;
    boolean placed = above != null && above.active.remove(this);
    allocateUnsorted(quantities, sign, isChoice);
    judge(total);
    if (placed && above != null) {
      above.active.add(this);
    }
  }

  /** Places all that is below anew, after the total has changed. */
  void sort(long[] total) {
    List<DrfNode> placed = new ArrayList<>(active);
    active.clear();
    for (DrfNode child : children.values()) {
      child.sort(total);
      child.judge(total);
    }
    active.addAll(placed);
  }

  private void judge(long[] total) {
    share = shareOf(total);
    rank = chosen;
  }

  private double shareOf(long[] total) {
    double dominant = 0;
    int known = Math.min(total.length, allocated.length);
    for (int i = 0; i < known; i++) {
      if (total[i] > 0) {
        dominant = Math.max(dominant, (double) allocated[i] / total[i]);
      }
    }
    return dominant / weight;
  }
}

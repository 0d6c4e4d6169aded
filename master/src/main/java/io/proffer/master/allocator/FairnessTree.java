package io.proffer.master.allocator;

import io.proffer.core.model.Roles;
import io.proffer.master.allocator.DrfNode.Members;
import io.proffer.master.allocator.DrfNode.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Dominant resource fairness over the tree of roles and the frameworks in them. Each change costs
 * the logarithm of what is beside it; only a change of the total sorts all anew, once, when the
 * order is asked for next.
 */
final class FairnessTree {
  private final Role root = new Role("", "", null);
  private long[] total = new long[0];
  private boolean stale;
  private final Map<String, Double> weights = new HashMap<>();

  /** What shares are shares of. */
  void changeTotal(long[] quantities, int sign) {
    total = ScalarNames.plus(total, quantities, sign);
    stale = true;
  }

  /** What the share of a role is divided by. */
  void putWeight(String role, double weight) {
    weights.put(role, weight);
    DrfNode node = root;
    for (String name : role.split("/", -1)) {
      node = node == null ? null : node.child(name);
    }
    if (node != null) {
      node.weigh(weight);
      stale = true;
    }
  }

  /** The members of a role, which is planted if it is not there. */
  Members members(String role) {
    Role node = root;
    for (String path : Roles.path(role)) {
      String name = path.substring(path.lastIndexOf('/') + 1);
      if (node.child(name) instanceof Role child) {
        node = child;
      } else {
        Role planted = new Role(path, name, node);
        planted.weigh(weights.getOrDefault(path, 1.0));
        node.adopt(planted);
        node = planted;
      }
    }
    if (node.child(Members.NAME) instanceof Members members) {
      return members;
    }
    Members members = new Members(node);
    node.adopt(members);
    return members;
  }

  void add(Client client) {
    client.members.adopt(client);
  }

  /** Takes out a client that holds nothing, and what is empty without it. */
  void remove(Client client) {
    deactivate(client);
    DrfNode node = client;
    DrfNode above = client.parent;
    while (above != null && node.childless()) {
      above.disown(node);
      node = above;
      above = above.parent;
    }
  }

  void activate(Client client) {
    DrfNode node = client;
    DrfNode above = client.parent;
    while (above != null && !above.isActiveChild(node)) {
      boolean wasActive = above.hasActive();
      above.activate(node);
      if (wasActive) {
        return;
      }
      node = above;
      above = above.parent;
    }
  }

  void deactivate(Client client) {
    DrfNode node = client;
    DrfNode above = client.parent;
    while (above != null && above.isActiveChild(node)) {
      above.deactivate(node);
      if (above.hasActive()) {
        return;
      }
      node = above;
      above = above.parent;
    }
  }

  /**
   * Changes what a client holds.
   *
   * @param isChoice whether it was chosen for it, which puts it behind its equals
   */
  void allocate(Client client, long[] quantities, int sign, boolean isChoice) {
    for (DrfNode node = client; node != null; node = node.parent) {
      if (stale) {
        node.allocateUnsorted(quantities, sign, isChoice);
      } else {
        node.allocate(quantities, sign, isChoice, total);
      }
    }
  }

  /** Sees clients in the order of fairness until it says that it has seen enough. */
  interface Visitor {

    /** Whether the members of this role are worth visiting. */
    boolean enters(Members members);

    /** Returns false to leave the role. */
    boolean visit(Client client);

    /** Whether to end the walk. */
    boolean done();
  }

  /** Walks over all active clients. The tree must not change meanwhile. */
  void walk(Visitor visitor) {
    freshen();
    walk(root, visitor);
  }

  /** Walks over some clients only. */
  void walk(List<Client> some, Visitor visitor) {
    freshen();
    List<Client> inOrder = new ArrayList<>(some);
    inOrder.sort(FairnessTree::compare);
    Members left = null;
    for (Client client : inOrder) {
      if (visitor.done()) {
        return;
      }
      if (client.members != left && visitor.enters(client.members) && !visitor.visit(client)) {
        left = client.members;
      }
    }
  }

  /** Walks over the active clients of some top-level roles, and of what is below these. */
  void walk(Set<String> roles, Visitor visitor) {
    freshen();
    List<DrfNode> inOrder = new ArrayList<>(roles.size());
    for (String role : roles) {
      DrfNode node = root.child(role);
      if (node != null && root.isActiveChild(node)) {
        inOrder.add(node);
      }
    }
    inOrder.sort(DrfNode::compareWithSibling);
    for (DrfNode node : inOrder) {
      if (visitor.done()) {
        return;
      }
      walk(node, visitor);
    }
  }

  private static void walk(DrfNode node, Visitor visitor) {
    for (DrfNode child : node.activeInOrder()) {
      if (visitor.done()) {
        return;
      }
      switch (child) {
        case Role role -> walk(role, visitor);
        case Members members -> walkMembers(members, visitor);
        case Client client -> throw new IllegalStateException("a client outside of a role");
      }
    }
  }

  private static void walkMembers(Members members, Visitor visitor) {
    if (!visitor.enters(members)) {
      return;
    }
    for (DrfNode member : members.activeInOrder()) {
      if (visitor.done() || (member instanceof Client client && !visitor.visit(client))) {
        return;
      }
    }
  }

  /** The order of a walk: that of the two ancestors, or selves, that are siblings. */
  private static int compare(Client a, Client b) {
    if (a == b) {
      return 0;
    }
    List<DrfNode> pathOfA = path(a);
    List<DrfNode> pathOfB = path(b);
    int i = pathOfA.size() - 1;
    int j = pathOfB.size() - 1;
    while (pathOfA.get(i) == pathOfB.get(j)) {
      i--;
      j--;
    }
    return pathOfA.get(i).compareWithSibling(pathOfB.get(j));
  }

  private static List<DrfNode> path(Client client) {
    List<DrfNode> path = new ArrayList<>(4);
    for (@Nullable DrfNode node = client; node != null; node = node.parent) {
      path.add(node);
    }
    return path;
  }

  private void freshen() {
    if (stale) {
      root.sort(total);
      stale = false;
    }
  }
}

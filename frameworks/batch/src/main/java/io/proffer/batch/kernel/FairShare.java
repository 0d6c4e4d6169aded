package io.proffer.batch.kernel;

import io.proffer.batch.model.Pool;
import io.proffer.batch.model.Queueing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Puts the runs that wait in the order in which they are to be placed: of the pools the one that
 * has least for its weight, of its users the one that has least for the share, of the user's runs
 * the one of the highest priority, and of these the earliest. What a user has is what runs, what
 * ran of late, and what comes before in this order.
 */
final class FairShare {

  private final Function<String, Pool> pools;
  private final Function<String, Usage> usages;
  private final Function<Run, Amount> takes;

  /** A run in its place. */
  record Ranked(Run run, Who who, int inPool) {}

  /** Whose a run is. */
  record Who(String pool, String user) {
    static Who of(Run run) {
      return new Who(
          run.extensions().queueing().poolName(),
          run.extensions().queueing().user().or(() -> run.spec().user()).orElse(Queueing.NOBODY));
    }
  }

  /**
   * @param takes what a run takes when it is its turn
   */
  FairShare(
      Function<String, Pool> pools, Function<String, Usage> usages, Function<Run, Amount> takes) {
    this.pools = pools;
    this.usages = usages;
    this.takes = takes;
  }

  /** One user's runs, in order, and how much the user has when the next is placed. */
  private static final class Line implements Comparable<Line> {
    private final Who who;
    private final double share;
    private final List<Run> runs = new ArrayList<>();
    private double score;
    private int next;

    Line(Who who, double share, double has) {
      this.who = who;
      this.share = share;
      this.score = has / share;
    }

    @Override
    public int compareTo(Line other) {
      int byScore = Double.compare(score, other.score);
      return byScore != 0 ? byScore : who.user.compareTo(other.who.user);
    }
  }

  /** One pool's users. */
  private static final class Group {
    private final Pool pool;
    private final Usage usage;
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private final PriorityQueue<Line> order = new PriorityQueue<>();
    private double has;
    private int placed;

    Group(Pool pool, Usage usage) {
      this.pool = pool;
      this.usage = usage;
    }

    Line line(Who who, Map<Who, Amount> used, Amount whole) {
      return lines.computeIfAbsent(
          who.user(),
          user ->
              new Line(
                  who,
                  pool.share(user),
                  usage.of(user) + used.getOrDefault(who, Amount.NONE).dominant(whole)));
    }

    String name() {
      return pool.name();
    }

    double score() {
      return has / pool.weight();
    }
  }

  /**
   * @param waiting the earliest first
   * @param used by runs that have a place
   * @param whole all there is
   */
  List<Ranked> ranked(Collection<Run> waiting, Map<Who, Amount> used, Amount whole) {
    Map<String, Group> groups = new TreeMap<>();
    for (Run run : waiting) {
      Who who = Who.of(run);
      groups
          .computeIfAbsent(who.pool(), name -> new Group(pools.apply(name), usages.apply(name)))
          .line(who, used, whole)
          .runs
          .add(run);
    }
    used.forEach(
        (who, amount) -> {
          Group group = groups.get(who.pool());
          if (group != null) {
            group.has += amount.dominant(whole);
          }
        });
    for (Group group : groups.values()) {
      for (Line line : group.lines.values()) {
        line.runs.sort(
            Comparator.comparingInt((Run run) -> run.extensions().queueing().rank()).reversed());
        group.order.add(line);
      }
    }
    return merged(groups.values(), whole);
  }

  private List<Ranked> merged(Collection<Group> groups, Amount whole) {
    PriorityQueue<Group> order =
        new PriorityQueue<>(Comparator.comparingDouble(Group::score).thenComparing(Group::name));
    order.addAll(groups);
    List<Ranked> ranked = new ArrayList<>();
    while (!order.isEmpty()) {
      Group group = order.remove();
      Line line = group.order.remove();
      Run run = line.runs.get(line.next++);
      ranked.add(new Ranked(run, line.who, ++group.placed));
      double part = takes.apply(run).dominant(whole);
      line.score += part / line.share;
      group.has += part;
      if (line.next < line.runs.size()) {
        group.order.add(line);
      }
      if (!group.order.isEmpty()) {
        order.add(group);
      }
    }
    return ranked;
  }
}

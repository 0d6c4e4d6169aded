package io.proffer.core.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.Resource;

/**
 * An immutable multiset of resources with Mesos' arithmetic. Scalars are counted in thousandths;
 * ranges and sets add as unions, so that a sum of them means something only for resources of one
 * agent. Resources with different metadata (reservations, disk, revocable, shared, provider) are
 * kept apart; persistent volumes, shared resources and disks that cannot be split are counted as
 * wholes. The role an amount is allocated to is not part of it: see {@link #withAllocation}.
 *
 * <p>Equal if they hold the same, in whatever order they were given. Entries are kept in one fixed
 * order (cpus, gpus, mem, disk, ports, others by name; unreserved first), so each operation is one
 * merge of two short arrays. Safe for use by many threads.
 */
public final class Resources {

  private static final Entry[] NONE = new Entry[0];
  private static final Resources EMPTY = new Resources(NONE);

  /** Ascending by kind, no kind twice, none empty. Never written after construction. */
  private final Entry[] entries;

  /** 0 until computed. */
  private int hash;

  private Resources(Entry[] entries) {
    this.entries = entries;
  }

  private static Resources of(Entry[] buffer, int length) {
    if (length == 0) {
      return EMPTY;
    }
    return new Resources(length == buffer.length ? buffer : Arrays.copyOf(buffer, length));
  }

  public static Resources empty() {
    return EMPTY;
  }

  /**
   * The sum of {@code resources}, which may be in any format; allocations are dropped, and so are
   * zero quantities.
   *
   * @throws InvalidResourcesException if one of them is invalid; the message names it
   */
  public static Resources of(Iterable<Resource> resources) {
    Entry[] sum = new Entry[8];
    int length = 0;
    for (Resource resource : resources) {
      Optional<String> problem = problem(resource);
      if (problem.isPresent()) {
        throw new InvalidResourcesException(problem.get());
      }
      Entry entry = Entry.of(resource);
      if (!entry.isEmpty()) {
        if (length == sum.length) {
          sum = Arrays.copyOf(sum, 2 * length);
        }
        length = add(sum, length, entry);
      }
    }
    return of(sum, length);
  }

  /** Adds in place; answers with the new length. */
  private static int add(Entry[] sum, int length, Entry entry) {
    int place = length;
    while (place > 0) {
      int order = sum[place - 1].compareTo(entry);
      if (order == 0) {
        sum[place - 1] = sum[place - 1].plus(entry);
        return length;
      }
      if (order < 0) {
        break;
      }
      place--;
    }
    System.arraycopy(sum, place, sum, place + 1, length - place);
    sum[place] = entry;
    return length + 1;
  }

  /**
   * Reads what a person writes: {@code cpus:2;mem:4096;disk(role):10000;ports:[31000-32000]}, or a
   * JSON array of v1 Resource objects. Only what an agent may be started with is accepted: no
   * persistent volumes, revocable resources or dynamic reservations.
   *
   * @throws InvalidResourcesException with a message for that person
   */
  public static Resources parse(String text) {
    return ResourcesParser.parse(text);
  }

  /**
   * Why one of {@code resources} is invalid, naming it, in the words of Mesos; empty if none is.
   */
  public static Optional<String> problem(Iterable<Resource> resources) {
    for (Resource resource : resources) {
      Optional<String> problem = problem(resource);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> problem(Resource resource) {
    return ResourceProblems.of(resource)
        .map(why -> "Resource '" + ResourceText.of(resource) + "' is invalid: " + why);
  }

  /** On the wire after refinement: {@code reservations}, no {@code role}, no allocation. */
  public List<Resource> toProtos() {
    return toProtos(ResourceFormat.POST_REFINEMENT);
  }

  /**
   * On the wire in {@code format}, without allocation. A shared resource is written once, however
   * often it is held.
   *
   * @throws IllegalArgumentException if the format cannot say a refined reservation that is here
   */
  public List<Resource> toProtos(ResourceFormat format) {
    List<Resource> protos = new ArrayList<>(entries.length);
    for (Entry entry : entries) {
      Resource proto = entry.toProto(format);
      long copies = entry.isShared() ? 1 : entry.count();
      for (long i = 0; i < copies; i++) {
        protos.add(proto);
      }
    }
    return Collections.unmodifiableList(protos);
  }

  /** The same resources, allocated to {@code role}. */
  public static List<Resource> withAllocation(List<Resource> resources, String role) {
    List<Resource> allocated = new ArrayList<>(resources.size());
    for (Resource resource : resources) {
      allocated.add(withAllocation(resource, role));
    }
    return Collections.unmodifiableList(allocated);
  }

  static Resource withAllocation(Resource resource, String role) {
    return resource.toBuilder()
        .setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole(role))
        .build();
  }

  /** What is in both together. */
  public Resources plus(Resources other) {
    Entry[] a = entries;
    Entry[] b = other.entries;
    if (a.length == 0 || b.length == 0) {
      return a.length == 0 ? other : this;
    }
    Entry[] sum = new Entry[a.length + b.length];
    int n = 0;
    int i = 0;
    int j = 0;
    while (i < a.length && j < b.length) {
      int order = a[i].compareTo(b[j]);
      sum[n++] = order == 0 ? a[i].plus(b[j]) : order < 0 ? a[i] : b[j];
      i += order <= 0 ? 1 : 0;
      j += order >= 0 ? 1 : 0;
    }
    while (i < a.length) {
      sum[n++] = a[i++];
    }
    while (j < b.length) {
      sum[n++] = b[j++];
    }
    return of(sum, n);
  }

  /**
   * What is left of this without {@code other}.
   *
   * @throws IllegalArgumentException if this does not contain {@code other}
   */
  public Resources minus(Resources other) {
    if (!contains(other)) {
      throw new IllegalArgumentException(this + " does not contain " + other);
    }
    return minusSaturating(other);
  }

  /** What is left of this without the part of {@code other} that is in it. */
  public Resources minusSaturating(Resources other) {
    Entry[] a = entries;
    Entry[] b = other.entries;
    if (a.length == 0 || b.length == 0) {
      return this;
    }
    Entry[] rest = new Entry[a.length];
    int n = 0;
    int j = 0;
    for (Entry entry : a) {
      int order = -1;
      while (j < b.length && (order = entry.compareTo(b[j])) > 0) {
        j++;
      }
      Entry left = j < b.length && order == 0 ? entry.minus(b[j]) : entry;
      if (!left.isEmpty()) {
        rest[n++] = left;
      }
    }
    return of(rest, n);
  }

  /** The most that is contained in both. */
  public Resources intersect(Resources other) {
    Entry[] a = entries;
    Entry[] b = other.entries;
    Entry[] common = new Entry[Math.min(a.length, b.length)];
    int n = 0;
    int i = 0;
    int j = 0;
    while (i < a.length && j < b.length) {
      int order = a[i].compareTo(b[j]);
      if (order == 0) {
        Entry both = a[i].intersect(b[j]);
        if (!both.isEmpty()) {
          common[n++] = both;
        }
      }
      i += order <= 0 ? 1 : 0;
      j += order >= 0 ? 1 : 0;
    }
    return of(common, n);
  }

  /**
   * Whether a member of a range or a set is in both. Their sum then has it once: taking one of the
   * two off again would take it from the other, too.
   */
  public boolean overlaps(Resources other) {
    Entry[] a = entries;
    Entry[] b = other.entries;
    int i = 0;
    int j = 0;
    while (i < a.length && j < b.length) {
      int order = a[i].compareTo(b[j]);
      if (order == 0 && a[i].overlaps(b[j])) {
        return true;
      }
      i += order <= 0 ? 1 : 0;
      j += order >= 0 ? 1 : 0;
    }
    return false;
  }

  /** Whether all of {@code other} is in this. */
  public boolean contains(Resources other) {
    Entry[] a = entries;
    int i = 0;
    for (Entry wanted : other.entries) {
      int order = -1;
      while (i < a.length && (order = a[i].compareTo(wanted)) < 0) {
        i++;
      }
      if (i == a.length || order != 0 || !a[i].contains(wanted)) {
        return false;
      }
    }
    return true;
  }

  public boolean isEmpty() {
    return entries.length == 0;
  }

  /** Thousandths of the scalar {@code name}, over all metadata; 0 if there is none. */
  public long scalarMillis(String name) {
    long millis = 0;
    for (Entry entry : entries) {
      if (entry.name().equals(name)) {
        millis = Scalars.plus(millis, entry.millis());
      }
    }
    return millis;
  }

  /** The scalar {@code name}, over all metadata; 0 if there is none. */
  public double scalar(String name) {
    return Scalars.toDouble(scalarMillis(name));
  }

  /** Thousandths of each scalar by name, over all metadata. */
  public SortedMap<String, Long> scalarsMillis() {
    SortedMap<String, Long> scalars = new TreeMap<>();
    forEachScalar((name, millis) -> scalars.merge(name, millis, Scalars::plus));
    return Collections.unmodifiableSortedMap(scalars);
  }

  /**
   * Calls {@code action} with the name and thousandths of each scalar entry, in a fixed order; a
   * name comes again for each of its metadata. For hot paths: makes no objects.
   */
  public void forEachScalar(ObjLongConsumer<String> action) {
    for (Entry entry : entries) {
      if (entry.type() == Protos.Value.Type.SCALAR) {
        action.accept(entry.name(), entry.millis());
      }
    }
  }

  /** The members of the ranges {@code name}, over all metadata; empty if there are none. */
  public Ranges ranges(String name) {
    Ranges ranges = Ranges.empty();
    for (Entry entry : entries) {
      if (entry.name().equals(name)) {
        ranges = ranges.plus(entry.ranges());
      }
    }
    return ranges;
  }

  public Ranges ports() {
    return ranges("ports");
  }

  /** The names that occur, in the order of {@link #entries()}. */
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    for (Entry entry : entries) {
      names.add(entry.name());
    }
    return Collections.unmodifiableSet(names);
  }

  public Resources unreserved() {
    return filter(entry -> !entry.isReserved());
  }

  /** What is reserved to {@code role} itself: to neither its ancestors nor its descendants. */
  public Resources reservedTo(String role) {
    return filter(entry -> entry.isReserved() && entry.kind.role().equals(role));
  }

  /** What a framework of {@code role} may use: unreserved, or reserved to it or an ancestor. */
  public Resources allocatableTo(String role) {
    return filter(entry -> entry.isAllocatableTo(role));
  }

  public Resources revocable() {
    return filter(Entry::isRevocable);
  }

  public Resources nonRevocable() {
    return filter(entry -> !entry.isRevocable());
  }

  /** What only one can hold at a time: all but shared volumes. */
  public Resources nonShared() {
    return filter(entry -> !entry.isShared());
  }

  /** What several may hold at once. */
  public Resources shared() {
    return filter(Entry::isShared);
  }

  public Resources persistentVolumes() {
    return filter(Entry::isPersistentVolume);
  }

  /**
   * Whether this is enough for who wants {@code wanted}: a shared resource can be had any number of
   * times, anything else as often as it is here.
   */
  public boolean suffices(Resources wanted) {
    if (!contains(wanted.nonShared())) {
      return false;
    }
    for (Entry entry : wanted.entries) {
      if (entry.isShared() && !holdsKind(entry)) {
        return false;
      }
    }
    return true;
  }

  private boolean holdsKind(Entry wanted) {
    for (Entry entry : entries) {
      if (entry.compareTo(wanted) == 0) {
        return true;
      }
    }
    return false;
  }

  /** The entries that {@code wanted} accepts; this itself where it accepts all. */
  public Resources filter(Predicate<Entry> wanted) {
    Entry[] kept = new Entry[entries.length];
    int n = 0;
    for (Entry entry : entries) {
      if (wanted.test(entry)) {
        kept[n++] = entry;
      }
    }
    return n == entries.length ? this : of(kept, n);
  }

  /**
   * This with no more of each scalar than {@code mostMillis} says, as far as it is in entries that
   * {@code which} accepts; all else is as it was. What is only whole, and too much, is left out.
   *
   * @param mostMillis thousandths by name, 0 or more, for all entries of the name together
   */
  public Resources atMost(Predicate<Entry> which, ToLongFunction<String> mostMillis) {
    Entry[] kept = new Entry[entries.length];
    int n = 0;
    boolean cut = false;
    Map<String, Long> left = new HashMap<>();
    for (Entry entry : entries) {
      if (entry.type() != Protos.Value.Type.SCALAR || !which.test(entry)) {
        kept[n++] = entry;
        continue;
      }
      long most = left.computeIfAbsent(entry.name(), mostMillis::applyAsLong);
      if (entry.millis() <= most) {
        kept[n++] = entry;
        left.put(entry.name(), most - entry.millis());
      } else {
        cut = true;
        if (!entry.isIndivisible() && most > 0) {
          kept[n++] = entry.atMost(most);
          left.put(entry.name(), 0L);
        }
      }
    }
    return cut ? of(kept, n) : this;
  }

  /** One for each distinct name and metadata, in a fixed order. */
  public List<Entry> entries() {
    return Collections.unmodifiableList(Arrays.asList(entries));
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Resources that && Arrays.equals(entries, that.entries));
  }

  @Override
  public int hashCode() {
    int known = hash;
    if (known == 0) {
      known = Arrays.hashCode(entries);
      hash = known;
    }
    return known;
  }

  /** Mesos' text: {@code cpus:2; mem:4096; ports:[31000-32000]}, or <code>{}</code> for none. */
  @Override
  public String toString() {
    return text(Entry::toString);
  }

  /** Mesos' text with the allocation: {@code cpus(allocated: r1):2; mem(allocated: r1):4096}. */
  public String toString(String role) {
    return text(entry -> entry.toString(role));
  }

  private String text(Function<Entry, String> write) {
    if (entries.length == 0) {
      return "{}";
    }
    StringBuilder text = new StringBuilder();
    for (Entry entry : entries) {
      text.append(text.isEmpty() ? "" : "; ").append(write.apply(entry));
    }
    return text.toString();
  }
}

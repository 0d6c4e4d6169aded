package io.proffer.core.model;

import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;

/**
 * One line of {@link Resources}: how much there is of one name with one metadata (reservations,
 * disk, revocable, shared, provider). Immutable and never empty.
 */
public final class Entry implements Comparable<Entry> {

  final ResourceKind kind;

  /** Thousandths of a divisible scalar, or the number of copies of an indivisible one; else 0. */
  private final long amount;

  private final Ranges ranges;
  private final Items items;

  private Entry(ResourceKind kind, long amount, Ranges ranges, Items items) {
    this.kind = kind;
    this.amount = amount;
    this.ranges = ranges;
    this.items = items;
  }

  private Entry(ResourceKind kind, long amount) {
    this(kind, amount, Ranges.empty(), Items.empty());
  }

  /** The entry of a valid resource; may be empty, which Resources drops. */
  static Entry of(Resource resource) {
    ResourceKind kind = ResourceKind.of(resource);
    return switch (kind.type) {
      case SCALAR -> {
        long millis = Scalars.toMillis(resource.getScalar().getValue());
        yield new Entry(kind, kind.indivisible ? Long.signum(millis) : millis);
      }
      case RANGES -> new Entry(kind, 0, Ranges.of(resource.getRanges()), Items.empty());
      case SET -> new Entry(kind, 0, Ranges.empty(), Items.of(resource.getSet().getItemList()));
      case TEXT -> throw new InvalidResourcesException("Unsupported resource type");
    };
  }

  public String name() {
    return kind.name;
  }

  /** SCALAR, RANGES or SET. */
  public Protos.Value.Type type() {
    return kind.type;
  }

  /**
   * Thousandths of a scalar; 0 for ranges and sets. All copies of an indivisible resource count,
   * but a shared one counts once, however often it is used.
   */
  public long millis() {
    if (!kind.indivisible) {
      return amount;
    }
    return kind.shared ? kind.unitMillis : Scalars.times(kind.unitMillis, amount);
  }

  /** The copies of an indivisible resource; 1 for any other. */
  public long count() {
    return kind.indivisible ? amount : 1;
  }

  /** The members of a RANGES resource; empty for others. */
  public Ranges ranges() {
    return ranges;
  }

  /** The members of a SET resource, ascending; empty for others. */
  public List<String> items() {
    return items.list();
  }

  /** Outermost first; empty if unreserved. */
  public List<ReservationInfo> reservations() {
    return kind.template.getReservationsList();
  }

  public boolean isReserved() {
    return kind.isReserved();
  }

  /** The role it is reserved to, which is that of the innermost reservation. */
  public Optional<String> reservationRole() {
    return isReserved() ? Optional.of(kind.role()) : Optional.empty();
  }

  /** Whether a framework of {@code role} may use it: unreserved, or reserved to it or above it. */
  public boolean isAllocatableTo(String role) {
    return !isReserved() || Roles.isAncestorOrSelf(kind.role(), role);
  }

  public boolean isRevocable() {
    return kind.template.hasRevocable();
  }

  public boolean isShared() {
    return kind.shared;
  }

  /** Whether it is reserved in a way that can be undone: not by the agent's own configuration. */
  public boolean isDynamicallyReserved() {
    return isReserved() && reservations().getLast().getType() == ReservationInfo.Type.DYNAMIC;
  }

  public boolean isPersistentVolume() {
    return kind.template.getDisk().hasPersistence();
  }

  /** Whether it is only whole: shared, a persistent volume, or a disk that cannot be split. */
  public boolean isIndivisible() {
    return kind.indivisible;
  }

  public Optional<DiskInfo> disk() {
    return kind.template.hasDisk() ? Optional.of(kind.template.getDisk()) : Optional.empty();
  }

  public Optional<Protos.ResourceProviderID> provider() {
    return kind.template.hasProviderId()
        ? Optional.of(kind.template.getProviderId())
        : Optional.empty();
  }

  /** One copy of it on the wire, without allocation. */
  public Resource toProto(ResourceFormat format) {
    Resource.Builder proto = kind.template.toBuilder();
    switch (kind.type) {
      case SCALAR -> {
        long millis = kind.indivisible ? kind.unitMillis : amount;
        proto.setScalar(Protos.Value.Scalar.newBuilder().setValue(Scalars.toDouble(millis)));
      }
      case RANGES -> proto.setRanges(ranges.toProto());
      case SET -> proto.setSet(Protos.Value.Set.newBuilder().addAllItem(items.list()));
      case TEXT -> throw new IllegalStateException("No entry is text");
    }
    return format.convert(proto.build());
  }

  boolean isEmpty() {
    return amount == 0 && ranges.isEmpty() && items.isEmpty();
  }

  Entry plus(Entry other) {
    return switch (kind.type) {
      case SCALAR -> new Entry(kind, Scalars.plus(amount, other.amount));
      case RANGES -> new Entry(kind, 0, ranges.plus(other.ranges), Items.empty());
      case SET, TEXT -> new Entry(kind, 0, Ranges.empty(), items.plus(other.items));
    };
  }

  /** What is left without the part of {@code other} that is here; possibly empty. */
  Entry minus(Entry other) {
    return switch (kind.type) {
      case SCALAR -> new Entry(kind, Math.max(0, amount - other.amount));
      case RANGES -> new Entry(kind, 0, ranges.minus(other.ranges), Items.empty());
      case SET, TEXT -> new Entry(kind, 0, Ranges.empty(), items.minus(other.items));
    };
  }

  /** Of a divisible scalar, so many thousandths. */
  Entry atMost(long millis) {
    return new Entry(kind, Math.min(amount, millis));
  }

  Entry intersect(Entry other) {
    return switch (kind.type) {
      case SCALAR -> amount <= other.amount ? this : new Entry(kind, other.amount);
      case RANGES -> new Entry(kind, 0, ranges.intersect(other.ranges), Items.empty());
      case SET, TEXT -> new Entry(kind, 0, Ranges.empty(), items.intersect(other.items));
    };
  }

  /** Whether a member of the range or set is in both; never for scalars. */
  boolean overlaps(Entry other) {
    return switch (kind.type) {
      case SCALAR -> false;
      case RANGES, SET, TEXT -> !intersect(other).isEmpty();
    };
  }

  boolean contains(Entry other) {
    return switch (kind.type) {
      case SCALAR -> amount >= other.amount;
      case RANGES -> ranges.contains(other.ranges);
      case SET, TEXT -> items.contains(other.items);
    };
  }

  /** By kind only: within one Resources each kind is there once. */
  @Override
  public int compareTo(Entry other) {
    return kind.compareTo(other.kind);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Entry that
        && amount == that.amount
        && kind.equals(that.kind)
        && ranges.equals(that.ranges)
        && items.equals(that.items);
  }

  @Override
  public int hashCode() {
    return ((kind.hashCode() * 31 + Long.hashCode(amount)) * 31 + ranges.hashCode()) * 31
        + items.hashCode();
  }

  /** Mesos' text, such as {@code cpus:0.5}. */
  @Override
  public String toString() {
    return text(toProto(ResourceFormat.POST_REFINEMENT));
  }

  /** Mesos' text with the allocation, such as {@code cpus(allocated: r1):0.5}. */
  String toString(String role) {
    return text(Resources.withAllocation(toProto(ResourceFormat.POST_REFINEMENT), role));
  }

  private String text(Resource proto) {
    return ResourceText.of(proto) + (kind.shared ? "<" + amount + ">" : "");
  }
}

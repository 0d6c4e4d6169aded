package io.proffer.core.model;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.Label;
import org.apache.mesos.v1.Protos.Labels;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;
import org.apache.mesos.v1.Protos.Value;

/**
 * What makes two resources addable: name, type and metadata. Kinds have a total order that begins
 * with the names everyone knows, so that sums are merges and texts read the same everywhere.
 *
 * <p>An indivisible kind (a shared resource, a persistent volume, a MOUNT or BLOCK disk, a RAW disk
 * with an id) also has the quantity as part of its identity: such resources are counted, not added.
 */
final class ResourceKind implements Comparable<ResourceKind> {

  private static final Comparator<Label> LABEL_ORDER =
      Comparator.comparing(Label::getKey).thenComparing(Label::getValue);

  // The kinds that almost all resources are of: sharing them makes comparison a reference check.
  private static final ResourceKind CPUS = plain(0, "cpus", Value.Type.SCALAR);
  private static final ResourceKind GPUS = plain(1, "gpus", Value.Type.SCALAR);
  private static final ResourceKind MEM = plain(2, "mem", Value.Type.SCALAR);
  private static final ResourceKind DISK = plain(3, "disk", Value.Type.SCALAR);
  private static final ResourceKind PORTS = plain(4, "ports", Value.Type.RANGES);
  private static final int OTHER_RANK = 5;

  final String name;
  final Value.Type type;

  /** The resource without its value and allocation, in the format after refinement. */
  final Resource template;

  /** The thousandths of one copy; 0 for kinds that are divisible. */
  final long unitMillis;

  final boolean indivisible;
  final boolean shared;

  private final int rank;

  /** The metadata that counts for equality, serialized; empty for none, which sorts first. */
  private final String identity;

  private final int hash;

  private ResourceKind(int rank, Resource template, String identity, long unitMillis) {
    this.rank = rank;
    this.name = template.getName().intern();
    this.type = template.getType();
    this.template = template;
    this.identity = identity;
    this.shared = template.hasShared();
    this.indivisible = type == Value.Type.SCALAR && isIndivisible(template);
    this.unitMillis = unitMillis;
    this.hash = (name.hashCode() * 31 + type.getNumber()) * 31 + identity.hashCode();
  }

  private static ResourceKind plain(int rank, String name, Value.Type type) {
    return new ResourceKind(rank, Resource.newBuilder().setName(name).setType(type).build(), "", 0);
  }

  /** The kind of a valid resource in any format. */
  static ResourceKind of(Resource resource) {
    Resource post = ResourceFormat.POST_REFINEMENT.convert(resource);
    if (isPlain(post)) {
      return plain(post.getName(), post.getType());
    }
    Resource template =
        post.toBuilder().clearScalar().clearRanges().clearSet().clearAllocationInfo().build();
    boolean counted = post.getType() == Value.Type.SCALAR && isIndivisible(template);
    long unitMillis = counted ? Scalars.toMillis(post.getScalar().getValue()) : 0;
    String identity = identity(template) + (counted ? "#" + unitMillis : "");
    return new ResourceKind(rank(template.getName()), template, identity, unitMillis);
  }

  private static ResourceKind plain(String name, Value.Type type) {
    ResourceKind known =
        switch (name) {
          case "cpus" -> CPUS;
          case "gpus" -> GPUS;
          case "mem" -> MEM;
          case "disk" -> DISK;
          default -> PORTS;
        };
    return known.name.equals(name) && known.type == type ? known : plain(rank(name), name, type);
  }

  private static int rank(String name) {
    return switch (name) {
      case "cpus" -> CPUS.rank;
      case "gpus" -> GPUS.rank;
      case "mem" -> MEM.rank;
      case "disk" -> DISK.rank;
      case "ports" -> PORTS.rank;
      default -> OTHER_RANK;
    };
  }

  private static boolean isPlain(Resource post) {
    return post.getReservationsCount() == 0
        && !post.hasDisk()
        && !post.hasRevocable()
        && !post.hasShared()
        && !post.hasProviderId();
  }

  private static boolean isIndivisible(Resource resource) {
    if (resource.hasShared() || resource.getDisk().hasPersistence()) {
      return true;
    }
    if (!resource.getDisk().hasSource()) {
      return false;
    }
    DiskInfo.Source source = resource.getDisk().getSource();
    return switch (source.getType()) {
      case MOUNT, BLOCK -> true;
      case RAW -> source.hasId();
      case PATH, UNKNOWN -> false;
    };
  }

  /**
   * Two resources are of one kind even if their volumes differ, because a volume says how a disk is
   * used, not which disk it is; so is the principal that created a persistent volume. Labels have
   * no order.
   */
  private static String identity(Resource template) {
    Resource.Builder key = template.toBuilder();
    for (ReservationInfo.Builder reservation : key.getReservationsBuilderList()) {
      if (reservation.hasLabels()) {
        reservation.setLabels(sorted(reservation.getLabels()));
      }
    }
    if (key.hasDisk()) {
      DiskInfo.Builder disk = key.getDiskBuilder().clearVolume();
      if (disk.hasPersistence()) {
        disk.getPersistenceBuilder().clearPrincipal();
      }
      if (disk.hasSource() && disk.getSource().hasMetadata()) {
        disk.getSourceBuilder().setMetadata(sorted(disk.getSource().getMetadata()));
      }
    }
    return key.build().toByteString().toString(StandardCharsets.ISO_8859_1);
  }

  private static Labels sorted(Labels labels) {
    List<Label> sorted = labels.getLabelsList().stream().sorted(LABEL_ORDER).toList();
    return Protos.Labels.newBuilder().addAllLabels(sorted).build();
  }

  boolean isReserved() {
    return template.getReservationsCount() > 0;
  }

  /** The role of the innermost reservation; {@code *} if there is none. */
  String role() {
    int depth = template.getReservationsCount();
    return depth == 0 ? Roles.DEFAULT : template.getReservations(depth - 1).getRole();
  }

  @Override
  public int compareTo(ResourceKind other) {
    if (this == other) {
      return 0;
    }
    if (rank != other.rank) {
      return Integer.compare(rank, other.rank);
    }
    int order = rank == OTHER_RANK ? name.compareTo(other.name) : 0;
    if (order == 0) {
      order = type.compareTo(other.type);
    }
    return order == 0 ? identity.compareTo(other.identity) : order;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof ResourceKind that && hash == that.hash && compareTo(that) == 0);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}

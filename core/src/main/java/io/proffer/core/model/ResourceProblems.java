package io.proffer.core.model;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;

/** The rules that every resource obeys wherever it is written, in the words of Mesos. */
final class ResourceProblems {

  private ResourceProblems() {}

  /** Why {@code resource} is invalid; empty if it is not. */
  static Optional<String> of(Resource resource) {
    if (resource.getName().isEmpty()) {
      return Optional.of("Empty resource name");
    }
    return value(resource)
        .or(() -> disk(resource))
        .or(() -> reservation(resource))
        .or(() -> sharing(resource));
  }

  private static Optional<String> value(Resource resource) {
    boolean scalar = resource.hasScalar();
    boolean ranges = resource.hasRanges();
    boolean set = resource.hasSet();
    return switch (resource.getType()) {
      case SCALAR ->
          scalar && !ranges && !set
              ? scalar(resource.getScalar().getValue())
              : Optional.of("Invalid scalar resource");
      case RANGES ->
          ranges && !scalar && !set
              ? ranges(resource.getRanges())
              : Optional.of("Invalid ranges resource");
      case SET ->
          set && !scalar && !ranges
              ? items(resource.getSet().getItemList())
              : Optional.of("Invalid set resource");
      case TEXT -> Optional.of("Unsupported resource type");
    };
  }

  private static Optional<String> scalar(double value) {
    // A quantity that is not zero but would count as zero is a mistake; zero itself is none.
    if (value != 0 && !(Scalars.toMillis(value) > 0)) {
      return Optional.of("Invalid scalar resource: value <= 0");
    }
    if (Scalars.toMillis(value) > Scalars.MAX_MILLIS) {
      return Optional.of("Invalid scalar resource: value > " + Scalars.text(Scalars.MAX_MILLIS));
    }
    return Optional.empty();
  }

  private static Optional<String> ranges(Protos.Value.Ranges ranges) {
    List<Protos.Value.Range> all = ranges.getRangeList();
    for (Protos.Value.Range range : all) {
      if (Long.compareUnsigned(range.getBegin(), range.getEnd()) > 0) {
        return Optional.of("Invalid ranges resource: begin > end");
      }
    }
    return overlap(all)
        ? Optional.of("Invalid ranges resource: overlapping ranges")
        : Optional.empty();
  }

  /**
   * Whether a range begins within one that stands before it. The other way round Mesos does not
   * notice, and takes the two together: so do we.
   */
  private static boolean overlap(List<Protos.Value.Range> ranges) {
    if (ranges.size() < 2) {
      return false;
    }
    List<Integer> ascending =
        IntStream.range(0, ranges.size())
            .boxed()
            .sorted(
                (a, b) -> Long.compareUnsigned(ranges.get(a).getBegin(), ranges.get(b).getBegin()))
            .toList();
    PriorityQueue<Integer> reaching = new PriorityQueue<>();
    for (int place : ascending) {
      long begin = ranges.get(place).getBegin();
      while (!reaching.isEmpty()
          && Long.compareUnsigned(ranges.get(reaching.peek()).getEnd(), begin) < 0) {
        reaching.remove();
      }
      if (!reaching.isEmpty() && reaching.peek() < place) {
        return true;
      }
      reaching.add(place);
    }
    return false;
  }

  private static Optional<String> items(Collection<String> items) {
    Set<String> unique = new HashSet<>(items);
    return unique.size() < items.size()
        ? Optional.of("Invalid set resource: duplicated elements")
        : Optional.empty();
  }

  private static Optional<String> disk(Resource resource) {
    if (!resource.hasDisk()) {
      return Optional.empty();
    }
    if (!resource.getName().equals("disk")) {
      return Optional.of("DiskInfo should not be set for " + resource.getName() + " resource");
    }
    return resource.getDisk().hasSource()
        ? source(resource.getDisk().getSource())
        : Optional.empty();
  }

  private static Optional<String> source(DiskInfo.Source source) {
    return switch (source.getType()) {
      case PATH, MOUNT -> Optional.empty();
      case BLOCK, RAW -> {
        if (source.hasMount()) {
          yield Optional.of("Mount should not be set for " + source.getType() + " disk source");
        }
        yield source.hasPath()
            ? Optional.of("Path should not be set for " + source.getType() + " disk source")
            : Optional.empty();
      }
      case UNKNOWN ->
          Optional.of(
              "Unsupported 'DiskInfo.Source.Type' in '" + ResourceText.source(source) + "'");
    };
  }

  private static Optional<String> reservation(Resource resource) {
    if (resource.getReservationsCount() == 0) {
      return unrefined(resource);
    }
    for (ReservationInfo reservation : resource.getReservationsList()) {
      Optional<String> problem = reservation(reservation);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return refinement(resource.getReservationsList())
        .or(
            () ->
                resource.getReservationsCount() == 1
                    ? agreement(resource, resource.getReservations(0))
                    : noOldFields(resource));
  }

  @SuppressWarnings("deprecation")
  private static Optional<String> unrefined(Resource resource) {
    if (!resource.hasRole() && !resource.hasReservation()) {
      return Optional.empty();
    }
    Optional<String> problem = Roles.problem(resource.getRole());
    if (problem.isPresent() || !resource.hasReservation()) {
      return problem;
    }
    if (resource.getReservation().hasType()) {
      return Optional.of(
          "'Resource.ReservationInfo.type' must not be set for the 'Resource.reservation' field");
    }
    if (resource.getReservation().hasRole()) {
      return Optional.of(
          "'Resource.ReservationInfo.role' must not be set for the 'Resource.reservation' field");
    }
    return resource.getRole().equals(Roles.DEFAULT)
        ? Optional.of("Invalid reservation: role \"*\" cannot be dynamically reserved")
        : Optional.empty();
  }

  private static Optional<String> reservation(ReservationInfo reservation) {
    if (!reservation.hasType()) {
      return Optional.of("Invalid reservation: 'Resource.ReservationInfo.type' field must be set.");
    }
    if (!reservation.hasRole()) {
      return Optional.of("Invalid reservation: 'Resource.ReservationInfo.role' field must be set.");
    }
    Optional<String> problem = Roles.problem(reservation.getRole());
    if (problem.isPresent()) {
      return problem;
    }
    return reservation.getRole().equals(Roles.DEFAULT)
        ? Optional.of("Invalid reservation: role \"*\" cannot be reserved")
        : Optional.empty();
  }

  private static Optional<String> refinement(List<ReservationInfo> stack) {
    for (int i = 1; i < stack.size(); i++) {
      String ancestor = stack.get(i - 1).getRole();
      String descendant = stack.get(i).getRole();
      if (stack.get(i).getType() == ReservationInfo.Type.STATIC) {
        return Optional.of("Invalid refined reservation: A refined reservation cannot be STATIC");
      }
      if (!Roles.isStrictAncestor(ancestor, descendant)) {
        return Optional.of(
            "Invalid refined reservation: role '"
                + descendant
                + "' is not a refinement of '"
                + ancestor
                + "'");
      }
    }
    return Optional.empty();
  }

  /** The old fields may be set beside a single reservation if they say the same. */
  @SuppressWarnings("deprecation")
  private static Optional<String> agreement(Resource resource, ReservationInfo reservation) {
    if (resource.hasRole() && !resource.getRole().equals(reservation.getRole())) {
      return Optional.of(
          "Invalid resource format: 'Resource.role' field with '"
              + resource.getRole()
              + "' does not match the role '"
              + reservation.getRole()
              + "' in 'Resource.reservations'");
    }
    return switch (reservation.getType()) {
      case STATIC ->
          resource.hasReservation()
              ? Optional.of(
                  "Invalid resource format: 'Resource.reservation' must not be set if the single"
                      + " reservation in 'Resource.reservations' is STATIC")
              : Optional.empty();
      case DYNAMIC -> dynamicAgreement(resource, reservation);
      case UNKNOWN -> Optional.of("Unsupported 'Resource.ReservationInfo.Type'");
    };
  }

  @SuppressWarnings("deprecation")
  private static Optional<String> dynamicAgreement(Resource resource, ReservationInfo reservation) {
    if (resource.hasRole() != resource.hasReservation()) {
      return Optional.of(
          "Invalid resource format: 'Resource.role' and 'Resource.reservation' must either be both"
              + " set or both not set if the single reservation in 'Resource.reservations' is"
              + " DYNAMIC");
    }
    if (!resource.hasReservation()) {
      return Optional.empty();
    }
    ReservationInfo old = resource.getReservation();
    if (!old.getPrincipal().equals(reservation.getPrincipal())) {
      return Optional.of(
          "Invalid resource format: 'Resource.reservation.principal' field with '"
              + old.getPrincipal()
              + "' does not match the principal '"
              + reservation.getPrincipal()
              + "' in 'Resource.reservations'");
    }
    return old.getLabels().equals(reservation.getLabels())
        ? Optional.empty()
        : Optional.of(
            "Invalid resource format: 'Resource.reservation.labels' field with '"
                + ResourceText.labels(old.getLabels())
                + "' does not match the labels '"
                + ResourceText.labels(reservation.getLabels())
                + "' in 'Resource.reservations'");
  }

  @SuppressWarnings("deprecation")
  private static Optional<String> noOldFields(Resource resource) {
    String field = resource.hasRole() ? "role" : resource.hasReservation() ? "reservation" : "";
    return field.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Invalid resource format: 'Resource."
                + field
                + "' must not be set if there is more than one reservation in"
                + " 'Resource.reservations'");
  }

  private static Optional<String> sharing(Resource resource) {
    if (!resource.hasShared()) {
      return Optional.empty();
    }
    if (!resource.getName().equals("disk")) {
      return Optional.of("Resource " + resource.getName() + " cannot be shared");
    }
    return resource.getDisk().hasPersistence()
        ? Optional.empty()
        : Optional.of("Only persistent volumes can be shared");
  }
}

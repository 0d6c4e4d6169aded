package io.proffer.core.model;

import java.util.ArrayList;
import java.util.List;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;

/** The three ways in which the v1 API writes to whom a resource is reserved. */
public enum ResourceFormat {

  /**
   * Only {@code reservations}, the stack of refinements: what frameworks with the
   * RESERVATION_REFINEMENT capability send and get, and what this project uses inside.
   */
  POST_REFINEMENT,

  /**
   * Only {@code role} and {@code reservation}: for frameworks without the capability. Cannot say a
   * refined reservation.
   */
  PRE_REFINEMENT,

  /**
   * {@code reservations} and, where it has at most one, also {@code role} and {@code reservation}:
   * the answers of the operator API.
   */
  ENDPOINT;

  /**
   * The same resource in this format, whatever format it is in. Everything else, the allocation and
   * zero quantities included, stays as it is.
   *
   * @throws IllegalArgumentException if this is PRE_REFINEMENT and the reservation is refined
   */
  public Resource convert(Resource resource) {
    Resource post = toPostRefinement(resource);
    return switch (this) {
      case POST_REFINEMENT -> post;
      case PRE_REFINEMENT -> {
        if (post.getReservationsCount() > 1) {
          throw new IllegalArgumentException(
              "A refined reservation cannot be written in the format before refinement: "
                  + ResourceText.of(post));
        }
        yield withRole(post).clearReservations().build();
      }
      case ENDPOINT -> post.getReservationsCount() > 1 ? post : withRole(post).build();
    };
  }

  /** Converts each of {@code resources}. */
  public List<Resource> convert(Iterable<Resource> resources) {
    List<Resource> converted = new ArrayList<>();
    for (Resource resource : resources) {
      converted.add(convert(resource));
    }
    return List.copyOf(converted);
  }

  @SuppressWarnings("deprecation")
  private static Resource toPostRefinement(Resource resource) {
    if (!resource.hasRole() && !resource.hasReservation()) {
      return resource;
    }
    Resource.Builder post = resource.toBuilder().clearRole().clearReservation();
    if (resource.getReservationsCount() == 0 && !resource.getRole().equals(Roles.DEFAULT)) {
      ReservationInfo.Builder reservation =
          resource.getReservation().toBuilder().setRole(resource.getRole());
      reservation.setType(
          resource.hasReservation() ? ReservationInfo.Type.DYNAMIC : ReservationInfo.Type.STATIC);
      post.addReservations(reservation);
    }
    return post.build();
  }

  @SuppressWarnings("deprecation")
  private static Resource.Builder withRole(Resource post) {
    if (post.getReservationsCount() == 0) {
      return post.toBuilder().setRole(Roles.DEFAULT);
    }
    ReservationInfo reservation = post.getReservations(0);
    Resource.Builder resource = post.toBuilder().setRole(reservation.getRole());
    if (reservation.getType() == ReservationInfo.Type.DYNAMIC) {
      resource.setReservation(reservation.toBuilder().clearType().clearRole());
    }
    return resource;
  }
}

package io.proffer.core.model;

import java.util.List;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;

/**
 * Writes a resource as Mesos does in its messages: {@code cpus(allocated: r1):0.5}. Takes any
 * resource, valid or not, because the message may be about why it is not.
 */
final class ResourceText {

  private ResourceText() {}

  static String of(Resource resource) {
    StringBuilder text = new StringBuilder(resource.getName());
    if (resource.hasAllocationInfo()) {
      text.append("(allocated: ").append(resource.getAllocationInfo().getRole()).append(')');
    }
    if (resource.getReservationsCount() > 0) {
      reservations(text, resource.getReservationsList());
    }
    if (resource.hasDisk()) {
      text.append('[');
      disk(text, resource.getDisk());
      text.append(']');
    }
    if (resource.hasRevocable()) {
      text.append("{REV}");
    }
    if (resource.hasShared()) {
      text.append("<SHARED>");
    }
    return text.append(':').append(value(resource)).toString();
  }

  private static String value(Resource resource) {
    return switch (resource.getType()) {
      case SCALAR -> Scalars.text(resource.getScalar().getValue());
      case RANGES -> ranges(resource.getRanges());
      case SET -> "{" + String.join(", ", resource.getSet().getItemList()) + "}";
      case TEXT -> "(text)";
    };
  }

  /** As given, not coalesced: an overlap must stay visible. */
  private static String ranges(Protos.Value.Ranges ranges) {
    StringBuilder text = new StringBuilder("[");
    for (Protos.Value.Range range : ranges.getRangeList()) {
      text.append(text.length() == 1 ? "" : ", ")
          .append(Long.toUnsignedString(range.getBegin()))
          .append('-')
          .append(Long.toUnsignedString(range.getEnd()));
    }
    return text.append(']').toString();
  }

  private static void reservations(StringBuilder text, List<ReservationInfo> reservations) {
    text.append("(reservations: [");
    String separator = "";
    for (ReservationInfo reservation : reservations) {
      text.append(separator).append('(').append(reservation.getType().name()).append(',');
      text.append(reservation.getRole());
      if (reservation.hasPrincipal()) {
        text.append(',').append(reservation.getPrincipal());
      }
      if (reservation.hasLabels()) {
        text.append(',').append(labels(reservation.getLabels()));
      }
      text.append(')');
      separator = ",";
    }
    text.append("])");
  }

  static String labels(Protos.Labels labels) {
    StringBuilder text = new StringBuilder("{");
    for (Protos.Label label : labels.getLabelsList()) {
      text.append(text.length() == 1 ? "" : ", ").append(label.getKey());
      if (label.hasValue()) {
        text.append(": ").append(label.getValue());
      }
    }
    return text.append('}').toString();
  }

  private static void disk(StringBuilder text, DiskInfo disk) {
    if (disk.hasSource()) {
      text.append(source(disk.getSource()));
    }
    if (disk.hasPersistence()) {
      text.append(disk.hasSource() ? "," : "").append(disk.getPersistence().getId());
    }
    if (disk.hasVolume()) {
      text.append(':').append(volume(disk.getVolume()));
    }
  }

  static String source(DiskInfo.Source source) {
    String root =
        switch (source.getType()) {
          case PATH -> source.getPath().hasRoot() ? ":" + source.getPath().getRoot() : "";
          case MOUNT -> source.getMount().hasRoot() ? ":" + source.getMount().getRoot() : "";
          case BLOCK, RAW, UNKNOWN -> "";
        };
    boolean named = source.hasId() || source.hasProfile();
    String name = "(" + source.getVendor() + "," + source.getId() + "," + source.getProfile() + ")";
    return source.getType().name() + (named ? name : root);
  }

  private static String volume(Protos.Volume volume) {
    if (!volume.hasHostPath()) {
      return volume.getContainerPath();
    }
    String mode = volume.getMode() == Protos.Volume.Mode.RO ? ":ro" : ":rw";
    return volume.getHostPath() + ":" + volume.getContainerPath() + (volume.hasMode() ? mode : "");
  }
}

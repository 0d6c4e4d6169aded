package io.proffer.master.validation;

import static io.proffer.master.validation.OperationValidation.text;

import io.proffer.core.model.ResourceConversions;
import io.proffer.core.model.Resources;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo.Source;

/** GROW_VOLUME and SHRINK_VOLUME. */
final class ResizeRules {
  private ResizeRules() {}

  static Optional<String> problemOfGrow(Operation.GrowVolume grow, OperationTarget target) {
    Resource volume = grow.getVolume();
    Resource addition = grow.getAddition();
    if (Resources.of(List.of(addition)).isEmpty()) {
      return Optional.of("The size of 'GrowVolume.addition' field must be greater than zero");
    }
    if (volume.hasProviderId()) {
      return Optional.of("Growing a volume from a resource provider is not supported");
    }
    Optional<String> problem = VolumeRules.problemOfVolume(volume);
    if (problem.isPresent()) {
      return problem.map(
          why -> "Invalid persistent volume in the 'GrowVolume.volume' field: " + why);
    }
    if (volume.hasShared()) {
      return Optional.of("Growing a shared persistent volume is not supported");
    }
    if (Resources.of(List.of(ResourceConversions.stripped(volume), addition)).entries().size() != 1
        || isWhole(volume)) {
      return Optional.of(
          "Incompatible resources in the 'GrowVolume.volume' and 'GrowVolume.addition' fields");
    }
    return target.agentCan("RESIZE_VOLUME")
        ? Optional.empty()
        : Optional.of(
            "Volume "
                + text(volume)
                + " cannot be grown on an agent without RESIZE_VOLUME capability");
  }

  static Optional<String> problemOfShrink(Operation.ShrinkVolume shrink, OperationTarget target) {
    Resource volume = shrink.getVolume();
    double subtract = shrink.getSubtract().getValue();
    if (!(Math.round(subtract * 1000) > 0)) {
      return Optional.of("Value of 'ShrinkVolume.subtract' must be greater than zero");
    }
    if (volume.getScalar().getValue() <= subtract) {
      return Optional.of(
          "Value of 'ShrinkVolume.subtract' must be smaller than the size of"
              + " 'ShrinkVolume.volume'");
    }
    if (volume.hasProviderId()) {
      return Optional.of("Shrinking a volume from a resource provider is not supported");
    }
    if (isWhole(volume)) {
      return Optional.of("Shrinking a volume on a MOUNT disk is not supported");
    }
    Optional<String> problem = VolumeRules.problemOfVolume(volume);
    if (problem.isPresent()) {
      return problem.map(
          why -> "Invalid persistent volume in the 'ShrinkVolume.volume' field: " + why);
    }
    if (volume.hasShared()) {
      return Optional.of("Shrinking a shared persistent volume is not supported");
    }
    return target.agentCan("RESIZE_VOLUME")
        ? Optional.empty()
        : Optional.of(
            "Volume "
                + text(volume)
                + " cannot be shrunk on an agent without RESIZE_VOLUME capability");
  }

  private static boolean isWhole(Resource volume) {
    return volume.getDisk().hasSource()
        && volume.getDisk().getSource().getType() == Source.Type.MOUNT;
  }
}

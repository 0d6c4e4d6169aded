package io.proffer.agent.runtime.process;

import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.runtime.LaunchException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.CapabilityInfo;
import org.apache.mesos.v1.Protos.CapabilityInfo.Capability;
import org.apache.mesos.v1.Protos.LinuxInfo;

/**
 * The capabilities of a task's processes.
 *
 * @param effective those it starts with; empty for what its user has
 * @param bounding those it can ever get
 */
record LinuxCapabilities(Optional<Set<Capability>> effective, Set<Capability> bounding) {

  /**
   * Those a task asks for; empty when it asks for none in particular. Effective ones alone are the
   * bound, too, as in Mesos.
   *
   * @throws LaunchException when they cannot be given
   */
  @SuppressWarnings("deprecation") // what was written for Mesos before 1.4 uses the old field
  static Optional<LinuxCapabilities> of(LinuxInfo info, Privileges privileges)
      throws LaunchException {
    if (info.hasCapabilityInfo() && info.hasEffectiveCapabilities()) {
      throw refused(
          "Only one of 'capability_info' or 'effective_capabilities' is allowed"
              + " in 'container.linux_info'");
    }
    Optional<Set<Capability>> effective =
        info.hasEffectiveCapabilities()
            ? Optional.of(set(info.getEffectiveCapabilities()))
            : info.hasCapabilityInfo()
                ? Optional.of(set(info.getCapabilityInfo()))
                : Optional.empty();
    Optional<Set<Capability>> bounding =
        info.hasBoundingCapabilities()
            ? Optional.of(set(info.getBoundingCapabilities()))
            : effective;
    if (bounding.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> why = privileges.noCapabilities();
    if (why.isPresent()) {
      throw refused("capabilities cannot be set: " + why.get());
    }
    if (effective.isPresent() && !bounding.get().containsAll(effective.get())) {
      throw refused(
          "the effective capabilities %s are not all among the bounding capabilities %s"
              .formatted(effective.get(), bounding.get()));
    }
    return Optional.of(new LinuxCapabilities(effective, bounding.get()));
  }

  private static Set<Capability> set(CapabilityInfo info) throws LaunchException {
    Set<Capability> all = EnumSet.noneOf(Capability.class);
    all.addAll(info.getCapabilitiesList());
    if (all.contains(Capability.UNKNOWN)) {
      throw refused("a capability in 'container.linux_info' is not known");
    }
    return all;
  }

  /**
   * Options of {@code setpriv}.
   *
   * @param root whether the task runs as root, who gets all of the bounding set by running a
   *     program
   */
  List<String> options(boolean root) {
    List<String> options = new ArrayList<>();
    if (effective.isPresent()) {
      if (root && !effective.get().equals(bounding)) {
        options.add("--securebits=+noroot");
      }
      options.add("--inh-caps=" + list(effective.get()));
      options.add("--ambient-caps=" + list(effective.get()));
    }
    options.add("--bounding-set=" + list(bounding));
    return options;
  }

  private static String list(Collection<Capability> capabilities) {
    return "-all"
        + capabilities.stream()
            .map(c -> ",+" + c.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining());
  }

  private static LaunchException refused(String message) {
    return new LaunchException(LaunchFailure.Kind.COMMAND, message);
  }
}

package io.proffer.master.state;

import java.util.Locale;
import java.util.Optional;
import org.apache.mesos.v1.Protos.MachineID;

/**
 * What tells machines apart: both parts, as in Mesos, so that a machine of which only one is named
 * is another one than that of an agent, which has both.
 *
 * @param hostname in small letters
 */
public record MachineKey(Optional<String> hostname, Optional<String> ip) {

  public static MachineKey of(MachineID id) {
    return new MachineKey(
        id.hasHostname() ? Optional.of(small(id.getHostname())) : Optional.empty(),
        id.hasIp() ? Optional.of(id.getIp()) : Optional.empty());
  }

  /** Names the machine, in small letters. */
  public MachineID toProto() {
    MachineID.Builder id = MachineID.newBuilder();
    hostname.ifPresent(id::setHostname);
    ip.ifPresent(id::setIp);
    return id.build();
  }

  public static MachineKey of(Agent agent) {
    return of(agent.info().getHostname(), agent.address());
  }

  /**
   * The machine of an agent.
   *
   * @param address {@code ip:port} of its HTTP server
   */
  public static MachineKey of(String hostname, String address) {
    String ip = address.substring(0, Math.max(address.lastIndexOf(':'), 0));
    return new MachineKey(
        Optional.of(small(hostname)), Optional.of(ip.replace("[", "").replace("]", "")));
  }

  private static String small(String hostname) {
    return hostname.toLowerCase(Locale.ROOT);
  }
}

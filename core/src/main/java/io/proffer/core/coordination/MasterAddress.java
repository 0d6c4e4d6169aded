package io.proffer.core.coordination;

import java.net.Inet4Address;
import java.net.InetAddress;
import org.apache.mesos.v1.Protos.Address;
import org.apache.mesos.v1.Protos.MasterInfo;

/** Where a master is, in the terms of {@link MasterInfo}. */
public final class MasterAddress {

  private MasterAddress() {}

  /**
   * Describes a master as Mesos' clients expect it, with everything but its capabilities.
   *
   * @param id the master's own id, a UUID
   * @param hostname by which clients reach it
   * @param ip its address; of an IPv6 address the old number field {@code ip} holds 0
   */
  public static MasterInfo describe(
      String id, String hostname, InetAddress ip, int port, String version) {
    String address = ip.getHostAddress();
    String quoted = address.contains(":") ? "[" + address + "]" : address;
    return MasterInfo.newBuilder()
        .setId(id)
        .setIp(littleEndian(ip))
        .setPort(port)
        .setPid("master@" + quoted + ":" + port)
        .setHostname(hostname)
        .setVersion(version)
        .setAddress(Address.newBuilder().setHostname(hostname).setIp(address).setPort(port).build())
        .build();
  }

  /** {@code host:port} to connect to: the address where it is known, otherwise the host name. */
  public static String hostPort(MasterInfo master) {
    if (!master.hasAddress()) {
      String host = master.getIp() != 0 ? dotted(master.getIp()) : master.getHostname();
      return new HostPort(host, master.getPort()).toString();
    }
    Address address = master.getAddress();
    String host = address.hasIp() ? address.getIp() : address.getHostname();
    return new HostPort(host, address.getPort()).toString();
  }

  /** The four bytes as they go over the network, read as a little-endian number. */
  private static int littleEndian(InetAddress ip) {
    if (!(ip instanceof Inet4Address)) {
      return 0;
    }
    byte[] bytes = ip.getAddress();
    return (bytes[0] & 0xff)
        | (bytes[1] & 0xff) << 8
        | (bytes[2] & 0xff) << 16
        | (bytes[3] & 0xff) << 24;
  }

  private static String dotted(int littleEndian) {
    return "%d.%d.%d.%d"
        .formatted(
            littleEndian & 0xff,
            littleEndian >>> 8 & 0xff,
            littleEndian >>> 16 & 0xff,
            littleEndian >>> 24 & 0xff);
  }
}

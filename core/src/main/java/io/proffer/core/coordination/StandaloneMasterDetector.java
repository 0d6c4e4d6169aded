package io.proffer.core.coordination;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.mesos.v1.Protos.Address;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the one master it was given for the leader, for good. */
public final class StandaloneMasterDetector implements MasterDetector {

  private static final Logger LOG = LoggerFactory.getLogger(StandaloneMasterDetector.class);

  private final HostPort master;

  private StandaloneMasterDetector(HostPort master) {
    this.master = master;
  }

  /**
   * @param text {@code host:port} or {@code http://host:port}; without a port it is 5050
   * @throws IllegalArgumentException when it is neither
   */
  public static StandaloneMasterDetector parse(String text) {
    return new StandaloneMasterDetector(HostPort.ofMaster(text));
  }

  @Override
  public void start(Consumer<Optional<MasterInfo>> listener) {
    Thread.ofVirtual().name("master-detector").start(() -> tell(listener));
  }

  @Override
  public void close() {
    // Nothing is held.
  }

  private void tell(Consumer<Optional<MasterInfo>> listener) {
    try {
      listener.accept(Optional.of(masterInfo()));
    } catch (RuntimeException e) {
      LOG.error("the listener for the master {} failed", master, e);
    }
  }

  /** A name that cannot be resolved now may be later: whoever connects by it will say so. */
  private MasterInfo masterInfo() {
    try {
      InetAddress ip = InetAddress.getByName(master.host());
      return MasterAddress.describe("", master.host(), ip, master.port(), "");
    } catch (UnknownHostException e) {
      return MasterInfo.newBuilder()
          .setId("")
          .setIp(0)
          .setPort(master.port())
          .setHostname(master.host())
          .setAddress(
              Address.newBuilder().setHostname(master.host()).setPort(master.port()).build())
          .build();
    }
  }
}

package io.proffer.master.actor;

import io.proffer.core.protocol.V1Additions;
import java.util.List;
import org.apache.mesos.v1.Protos.MasterInfo;

/** What a master says it can do, as Mesos names it. */
public final class MasterCapabilities {

  /** The names of all of them. */
  public static final List<String> NAMES = List.of("AGENT_UPDATE", "AGENT_DRAINING", "QUOTA_V2");

  private MasterCapabilities() {}

  static void addTo(MasterInfo.Builder info) {
    info.addCapabilities(of(MasterInfo.Capability.Type.AGENT_UPDATE))
        .addCapabilities(of(MasterInfo.Capability.Type.AGENT_DRAINING))
        .addCapabilities(V1Additions.quotaV2());
  }

  private static MasterInfo.Capability of(MasterInfo.Capability.Type type) {
    return MasterInfo.Capability.newBuilder().setType(type).build();
  }
}

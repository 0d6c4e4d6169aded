package io.proffer.master.state;

import com.google.protobuf.ByteString;
import io.proffer.core.model.ProviderId;
import io.proffer.core.model.Resources;
import org.apache.mesos.v1.Protos.ResourceProviderInfo;

/**
 * A resource provider of an agent.
 *
 * @param info with its id
 * @param version the uuid it has given to what it has
 */
public record AgentProvider(ResourceProviderInfo info, ByteString version) {

  public ProviderId id() {
    return ProviderId.of(info.getId());
  }

  /** What of an agent's resources is its. */
  public Resources of(Resources total) {
    return total.filter(e -> e.provider().filter(info.getId()::equals).isPresent());
  }
}

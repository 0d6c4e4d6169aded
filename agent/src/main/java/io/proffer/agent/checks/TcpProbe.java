package io.proffer.agent.checks;

import io.proffer.agent.container.Probe;
import io.proffer.agent.container.ProbeResult;
import io.proffer.agent.container.ProbeTarget;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/** Whether somebody listens. That nobody does is a result; that it took too long is none. */
record TcpProbe(TaskNetwork network) implements TargetProbe<ProbeTarget.Tcp> {

  @Override
  public ProbeResult look(Probe probe, ProbeTarget.Tcp target, Abort abort) throws IOException {
    try (SocketChannel channel = network.connect(probe, target.port(), target.ipv6(), abort)) {
      return new ProbeResult.TcpTried(channel.isConnected());
    } catch (IOException e) {
      if (abort.why().isPresent()) {
        throw e;
      }
      return new ProbeResult.TcpTried(false);
    }
  }
}

package io.proffer.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {

  @Test
  void agentsHaveThePortsAfterTheMasters() {
    Ports ports = new Ports(5050, 2);
    assertThat(ports.agent(0)).isEqualTo(5051);
    assertThat(ports.agent(1)).isEqualTo(5052);
  }

  @Test
  void freePortsAreChosenBySystemAndNeverTaken() {
    Ports ports = Ports.free(3);
    assertThat(ports.agent(2)).isZero();
    assertThat(ports.taken()).isEmpty();
  }

  @Test
  void aPortThatSomebodyListensOnIsNamed() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(new Ports(other.getLocalPort(), 0).taken()).contains(other.getLocalPort());
      assertThat(new Ports(other.getLocalPort() - 1, 1).taken()).isPresent();
    }
  }
}

package io.proffer.core.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.core.protocol.MesosJson;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.junit.jupiter.api.Test;

class MasterAddressTest {

  @Test
  void aMasterIsDescribedAsMesosClientsReadIt() throws Exception {
    MasterInfo master = MasterAddress.describe("id-1", "localhost", ip(127, 0, 0, 1), 5050, "1.0");

    assertThat(new String(MesosJson.write(master), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"id\":\"id-1\",\"ip\":16777343,\"port\":5050,\"pid\":\"master@127.0.0.1:5050\","
                + "\"hostname\":\"localhost\",\"version\":\"1.0\",\"address\":{\"hostname\":"
                + "\"localhost\",\"ip\":\"127.0.0.1\",\"port\":5050}}");
  }

  @Test
  void theNumberOfAnAddressIsItsBytesTheOtherWayRound() throws Exception {
    MasterInfo master = MasterAddress.describe("id", "h", ip(10, 1, 2, 200), 1, "");

    assertThat(Integer.toUnsignedLong(master.getIp())).isEqualTo(0xc802010aL);
    assertThat(MasterAddress.hostPort(master.toBuilder().clearAddress().build()))
        .isEqualTo("10.1.2.200:1");
  }

  @Test
  void anIpv6AddressHasNoNumber() throws Exception {
    MasterInfo master =
        MasterAddress.describe(
            "id", "h", ip(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1), 5050, "");

    assertThat(master.getIp()).isZero();
    assertThat(MasterAddress.hostPort(master)).isEqualTo("[0:0:0:0:0:0:0:1]:5050");
  }

  @Test
  void theAddressIsPreferredToTheHostName() throws Exception {
    MasterInfo known = MasterAddress.describe("id", "h", ip(127, 0, 0, 1), 5050, "");
    MasterInfo named =
        MasterInfo.newBuilder().setId("").setIp(0).setHostname("h").setPort(5051).build();

    assertThat(MasterAddress.hostPort(known)).isEqualTo("127.0.0.1:5050");
    assertThat(MasterAddress.hostPort(named)).isEqualTo("h:5051");
  }

  private static InetAddress ip(int... parts) throws UnknownHostException {
    byte[] bytes = new byte[parts.length];
    for (int i = 0; i < parts.length; i++) {
      bytes[i] = (byte) parts[i];
    }
    return InetAddress.getByAddress(bytes);
  }
}

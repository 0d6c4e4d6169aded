package io.proffer.core.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZooKeeperLocationTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          zk://h:2181/proffer               | h:2181               | /proffer
          zk://h/proffer                    | h:2181               | /proffer
          zk://h1:1,h2:2, h3/a/b/           | h1:1,h2:2,h3:2181    | /a/b
          zk://127.0.0.1:2181/mesos         | 127.0.0.1:2181       | /mesos
          zk://[::1]:2181,[fe80::1]/mesos   | [::1]:2181,[fe80::1]:2181 | /mesos
          """)
  void serversAndPathAreRead(String text, String connect, String path) {
    ZooKeeperLocation location = ZooKeeperLocation.parse(text);

    assertThat(location.connect()).isEqualTo(connect);
    assertThat(location.path()).isEqualTo(path);
    assertThat(location.auth()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          zk://user:pass@h:2181/proffer     | user:pass
          zk://user:p@ss:word@h/proffer     | user:p@ss:word
          zk://user:pa/ss@h/proffer         | user:pa/ss
          """)
  void userAndPasswordAreReadWhateverThePasswordHolds(String text, String auth) {
    ZooKeeperLocation location = ZooKeeperLocation.parse(text);

    assertThat(location.auth()).contains(auth);
    assertThat(location.path()).isEqualTo("/proffer");
  }

  @Test
  void thePasswordIsNeverShown() {
    assertThat(ZooKeeperLocation.parse("zk://user:secret@h:2181/proffer"))
        .hasToString("zk://user:***@h:2181/proffer");
    assertThatThrownBy(() -> ZooKeeperLocation.parse("zk://user:secret@h:2181"))
        .hasMessageContaining("zk://***@h:2181")
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          h:2181/proffer           | must start with zk://
          http://h:2181/proffer    | must start with zk://
          zk:///proffer            | names no server
          zk://h:2181              | must end with a path of its own
          zk://h:2181/             | must end with a path of its own
          zk://h:2181//            | has an empty, '.' or '..' part
          zk://h:2181/a//b         | has an empty, '.' or '..' part
          zk://h:2181/a/../b       | has an empty, '.' or '..' part
          zk://h:zk/proffer        | 'h:zk' is not host:port
          zk://h:0/proffer         | the port of 'h:0' must be from 1 to 65535
          zk://h:65536/proffer     | the port of 'h:65536' must be from 1 to 65535
          zk://h1:2181,/proffer    | '' is not host:port
          zk://:2181/proffer       | ':2181' is not host:port
          zk://::1:2181/proffer    | '::1:2181' is not host:port
          zk://user@h:2181/proffer | must be user:password
          zk://:pass@h/proffer     | must be user:password
          zk://user:@h/proffer     | must be user:password
          """)
  void aBadLocationIsRefusedWithTheReasonAndTheForm(String text, String reason) {
    assertThatThrownBy(() -> ZooKeeperLocation.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason)
        .hasMessageEndingWith("expected zk://[user:password@]host:port,host:port/path");
  }
}

package io.proffer.service.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/** YAML stands for JSON, however it is written, and never for more than can be read. */
class YamlTreeTest {

  @Test
  void readsWhatJsonHas() throws Exception {
    assertThat(
            YamlTree.read(
                """
                id: /web
                cmd: sleep 1
                cpus: 0.5
                instances: 2
                requirePorts: true
                labels: {version: "1.0", on: yes, empty: '', date: 2026-11-21}
                env: &env
                  A: b
                constraints: [[hostname, UNIQUE]]
                copy: *env
                none: ~
                """))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"id": "/web", "cmd": "sleep 1", "cpus": 0.5, "instances": 2,
                     "requirePorts": true,
                     "labels": {"version": "1.0", "on": "yes", "empty": "", "date": "2026-11-21"},
                     "env": {"A": "b"}, "constraints": [["hostname", "UNIQUE"]],
                     "copy": {"A": "b"}, "none": null}
                    """));
  }

  @Test
  void saysWhereItIsBroken() {
    assertThatThrownBy(() -> YamlTree.read("id: /web\ncmd: [a, b\n"))
        .isInstanceOf(InvalidObjectException.class)
        .hasMessageContaining("(line 3, column 1)");
    assertThatThrownBy(() -> YamlTree.read("id: /web\nid: /db\n"))
        .hasMessage("'id' is there twice (line 2, column 1)");
  }

  @Test
  void takesNoBombs() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      String alias = "*a" + (i - 1);
      laughs.append("a%d: &a%d [%s]%n".formatted(i, i, (alias + ", ").repeat(9) + alias));
    }
    assertThatThrownBy(() -> YamlTree.read(laughs.toString()))
        .hasMessageContaining("more than 500000 values");
    assertThatThrownBy(() -> YamlTree.read("[".repeat(200) + "]".repeat(200)))
        .isInstanceOf(InvalidObjectException.class);
    assertThatThrownBy(() -> YamlTree.read("a: &a [*a]"))
        .isInstanceOf(InvalidObjectException.class);
  }
}

package io.proffer.frameworks.common.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamedFieldsTest {

  private final List<String> wrong = new ArrayList<>();

  private NamedFields fields(String json) throws Exception {
    ObjectNode object = (ObjectNode) new ObjectMapper().readTree(json.replace('\'', '"'));
    return new NamedFields(
        object,
        "/run",
        new NamedFields.Report() {
          @Override
          public void broken(String path, String rule) {
            wrong.add(path + " " + rule);
          }

          @Override
          public void wrongType(String path, JsonType expected) {
            wrong.add(path + " is not " + expected.words());
          }
        });
  }

  @Test
  void oneReadingFindsAllThatIsWrong() throws Exception {
    NamedFields fields = fields("{'cmd': 7, 'args': ['a', 1], 'env': {'A': []}, 'ucr': null}");

    assertThat(fields.text("cmd")).isEmpty();
    assertThat(fields.textList("args")).hasSize(2);
    assertThat(fields.texts("env")).isEmpty();
    assertThat(fields.has("ucr")).isFalse();

    assertThat(wrong)
        .containsExactly(
            "/run/cmd is not a string",
            "/run/args(1) is not a string",
            "/run/env/A is not a string");
  }

  @Test
  void aFieldNobodyAsksForIsRefusedWithTheNearestThatThereIs() throws Exception {
    NamedFields fields = fields("{'comand': 'x', 'zzzzzzzz': 1}");
    assertThat(fields.has("command")).isFalse();

    fields.refuseOthers();

    assertThat(wrong)
        .containsExactly(
            "/run/comand unknown field; did you mean 'command'?", "/run/zzzzzzzz unknown field");
  }
}

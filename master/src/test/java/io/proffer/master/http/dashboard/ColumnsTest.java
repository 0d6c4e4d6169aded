package io.proffer.master.http.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnsTest {

  private record Row(String text, long number) {}

  private static JsonNode written(List<Row> rows) throws IOException {
    JsonBytes out = new JsonBytes().raw('{');
    new Columns<Row>()
        .text("text", Row::text)
        .texts("twice", row -> List.of(row.text(), row.text()))
        .few("few", Row::text)
        .number("number", Row::number)
        .amounts("of_", (row, millis) -> millis[1] += row.number())
        .write("rows", rows, out);
    String json = new String(out.dropComma().raw('}').toByteArray(), StandardCharsets.UTF_8);
    return new ObjectMapper().readTree(json).path("rows");
  }

  @Test
  void eachFieldIsAColumnAndFewTextsHaveNumbers() throws Exception {
    JsonNode rows = written(List.of(new Row("a", 7), new Row("b", 1250), new Row("a", -10)));

    assertThat(rows.path("text")).hasToString("[\"a\",\"b\",\"a\"]");
    assertThat(rows.path("twice").path(1)).hasToString("[\"b\",\"b\"]");
    assertThat(rows.path("few")).hasToString("[0,1,0]");
    assertThat(rows.path("few_")).hasToString("[\"a\",\"b\"]");
    assertThat(rows.path("number")).hasToString("[7,1250,-10]");
    assertThat(rows.path("of_mem")).hasToString("[0.007,1.25,-0.01]");
  }

  @Test
  void ofNumbersThatAreAllTheSameThereIsOne() throws Exception {
    JsonNode rows = written(List.of(new Row("a", 3), new Row("a", 3), new Row("a", 3)));

    assertThat(rows.path("text")).hasSize(3);
    assertThat(rows.path("few")).hasToString("[0]");
    assertThat(rows.path("number")).hasToString("[3]");
    assertThat(rows.path("of_cpus")).hasToString("[0]");
  }

  @Test
  void aNumberThatDiffersLateIsNotForgotten() throws Exception {
    JsonNode rows = written(List.of(new Row("a", 3), new Row("b", 3), new Row("c", 4)));

    assertThat(rows.path("number")).hasToString("[3,3,4]");
  }

  @Test
  void textsAreQuotedWhereTheyHaveTo() throws Exception {
    String odd = "\"\\\n\u0007 ü 漢 \ud83d\ude80 ,";

    assertThat(written(List.of(new Row(odd, 1))).path("text").path(0).asText()).isEqualTo(odd);
  }

  @Test
  void nothingIsWrittenOfNoRows() throws Exception {
    assertThat(written(List.of()).isMissingNode()).isTrue();
  }
}

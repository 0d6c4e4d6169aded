package io.proffer.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.cli.CapturedTerminal;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListingTest {

  private record Ship(String name, long masts, double tons, List<String> ports) {}

  private static final List<Column<Ship>> COLUMNS =
      List.of(
          Column.text("name", Ship::name),
          Column.count("masts", Ship::masts),
          Column.amount("dead_weight", Ship::tons),
          Column.words("ports", Ship::ports),
          Column.<Ship>text("name_again", Ship::name).onlyInJson());

  private static String printed(OutputFormat format, Ship... ships) {
    CapturedTerminal terminal = new CapturedTerminal();
    new Listing<>(COLUMNS, List.of(ships), "ships").print(terminal.terminal(), format);
    return terminal.out() + terminal.err();
  }

  @Test
  void aTableAlignsWordsLeftAndNumbersRight() {
    assertThat(
            printed(
                OutputFormat.table,
                new Ship("Pamir", 4, 4500, List.of("Hamburg", "Callao")),
                new Ship("Sea Cloud II", 3, 2532.75, List.of())))
        .isEqualTo(
            """
            NAME          MASTS  DEAD WEIGHT  PORTS
            Pamir             4         4500  Hamburg,Callao
            Sea Cloud II      3      2532.75  -
            """);
  }

  @Test
  void jsonKeepsTypesAndHasEveryColumn() {
    assertThat(printed(OutputFormat.json, new Ship("Pamir", 4, 4500.5, List.of("Hamburg"))))
        .isEqualToIgnoringWhitespace(
            """
            [{"name": "Pamir", "masts": 4, "dead_weight": 4500.5, "ports": ["Hamburg"],
              "name_again": "Pamir"}]
            """);
  }

  @Test
  void anEmptyTableIsASentence() {
    assertThat(printed(OutputFormat.table)).isEqualTo("No ships.\n");
  }

  @Test
  void emptyJsonIsAnEmptyArray() {
    assertThat(printed(OutputFormat.json).strip()).isEqualTo("[ ]");
  }

  @Test
  void aWideTableHasEveryColumn() {
    assertThat(printed(OutputFormat.wide, new Ship("Pamir", 4, 4500, List.of())))
        .contains("NAME AGAIN");
  }

  @Test
  void linesOfJsonAreOneARow() {
    assertThat(
            printed(
                OutputFormat.jsonl,
                new Ship("Pamir", 4, 4500, List.of()),
                new Ship("Sea Cloud II", 3, 2532.75, List.of())))
        .hasLineCount(2)
        .startsWith("{\"name\":\"Pamir\",\"masts\":4");
  }

  @Test
  void yamlSaysWhatJsonSays() {
    assertThat(printed(OutputFormat.yaml, new Ship("Pamir", 4, 4500.5, List.of("Hamburg"))))
        .startsWith("- name: Pamir\n  masts: 4\n  dead_weight: 4500.5\n");
  }

  @Test
  void namesAreOneALineForOtherCommands() {
    assertThat(printed(OutputFormat.name, new Ship("Pamir", 4, 4500, List.of())))
        .isEqualTo("Pamir\n");
  }
}

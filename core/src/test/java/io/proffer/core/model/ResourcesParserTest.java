package io.proffer.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourcesParserTest {

  @Test
  void readsEveryTypeOfValue() {
    Resources resources =
        Resources.parse(" cpus : 0.5 ; ports:[31000-31001, 31002-31005,80-80] ;zones:{b, a};");
    assertThat(resources).hasToString("cpus:0.5; ports:[80-80, 31000-31005]; zones:{a, b}");
  }

  @Test
  void readsStaticReservations() {
    Resources resources = Resources.parse("cpus(eng):2;cpus:1;mem(*):512");
    assertThat(resources.reservedTo("eng").scalar("cpus")).isEqualTo(2.0);
    assertThat(resources.unreserved()).hasToString("cpus:1; mem:512");
    assertThat(resources).hasToString("cpus:1; cpus(reservations: [(STATIC,eng)]):2; mem:512");
  }

  @Test
  void readsNothingAsNothing() {
    assertThat(Resources.parse("")).isEqualTo(Resources.empty());
    assertThat(Resources.parse("{}")).isEqualTo(Resources.empty());
    assertThat(Resources.parse("[]")).isEqualTo(Resources.empty());
  }

  @Test
  void readsTheJsonFormOfMesos() {
    Resources resources =
        Resources.parse(
            """
            [{"name":"cpus","type":"SCALAR","scalar":{"value":24},"role":"eng"},
             {"name":"disk","type":"SCALAR","scalar":{"value":2048},
              "disk":{"source":{"type":"MOUNT","mount":{"root":"/mnt/1"}}}}]""");
    assertThat(resources)
        .hasToString("cpus(reservations: [(STATIC,eng)]):24; disk[MOUNT:/mnt/1]:2048");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "cpus|Bad value for resources, missing or extra ':' in 'cpus'; write name:value pairs such"
            + " as cpus:2;mem:4096;ports:[31000-32000]",
        "cpus:1:2|Bad value for resources, missing or extra ':' in 'cpus:1:2'; write name:value"
            + " pairs such as cpus:2;mem:4096;ports:[31000-32000]",
        "cpus(eng:1|Bad value for resources, mismatched parentheses in 'cpus(eng:1'",
        "cpus)eng(:1|Bad value for resources, mismatched parentheses in 'cpus)eng(:1'",
        "cpus(eng)x:1|Bad value for resources, mismatched parentheses in 'cpus(eng)x:1'",
        "cpus:two|Bad value in 'cpus:two': neither a non-negative number, nor ranges such as"
            + " [31000-32000], nor a set such as {a,b}",
        "cpus:-1|Bad value in 'cpus:-1': neither a non-negative number, nor ranges such as"
            + " [31000-32000], nor a set such as {a,b}",
        "cpus:|Bad value in 'cpus:': it is empty",
        "ports:[5-1]|Bad value in 'ports:[5-1]': Range begins at 5 after its end 1",
        "ports:[5]|Bad value in 'ports:[5]': '5' is not a range of two non-negative integers such"
            + " as 31000-32000",
        "ports:[1-99999999999999999999]|Bad value in 'ports:[1-99999999999999999999]':"
            + " '1-99999999999999999999' is beyond 64 bits",
        "ports:[1-2|Bad value in 'ports:[1-2': its brackets do not match",
        "zones:{a}}|Bad value in 'zones:{a}}': its brackets do not match",
        ":1|Resource ':1' is invalid: Empty resource name",
        "cpus:0.0001|Resource 'cpus:0' is invalid: Invalid scalar resource: value <= 0",
        "cpus(a b):1|Resource 'cpus(reservations: [(STATIC,a b)]):1' is invalid: Role component"
            + " 'a b' is invalid because it contains backspace or whitespace",
        "x:1;x:[1-2]|Resources with the same name ('x') but different types are not allowed",
      })
  void saysWhatIsWrongAndHowToWriteIt(String text, String message) {
    assertThatThrownBy(() -> Resources.parse(text))
        .isInstanceOf(InvalidResourcesException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{|The resources are not a JSON array: ",
        "[] x|The resources are not a JSON array: ",
        "[{\"name\":\"cpus\"}]|Resource 0 of the JSON array: ",
        "[7]|Resource 0 of the JSON array: ",
        "[{\"name\":\"disk\",\"type\":\"SCALAR\",\"scalar\":{\"value\":1},"
            + "\"disk\":{\"persistence\":{\"id\":\"v\"}}}]"
            + "|Persistent volumes cannot be specified at the command line",
        "[{\"name\":\"cpus\",\"type\":\"SCALAR\",\"scalar\":{\"value\":1},\"revocable\":{}}]"
            + "|Revocable resources cannot be specified at the command line",
        "[{\"name\":\"cpus\",\"type\":\"SCALAR\",\"scalar\":{\"value\":1},"
            + "\"reservations\":[{\"type\":\"DYNAMIC\",\"role\":\"r\"}]}]"
            + "|Dynamic reservations cannot be specified at the command line",
      })
  void saysWhatIsWrongWithJson(String json, String message) {
    assertThatThrownBy(() -> Resources.parse(json))
        .isInstanceOf(InvalidResourcesException.class)
        .hasMessageStartingWith(message);
  }
}

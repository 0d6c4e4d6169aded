package io.proffer.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ConvertersTest {

  private final Converters.Span span = new Converters.Span();

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "15secs, PT15S",
    "1.5secs, PT1.5S",
    "10mins, PT10M",
    "2hrs, PT2H",
    "1days, PT24H",
    "1weeks, PT168H",
    "10m, PT10M",
    "5 s, PT5S"
  })
  void spansAreWrittenAsInMesosOrShort(String text, Duration expected) {
    assertThat(span.convert(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "secs", "-5secs", "5 parsecs"})
  void whatIsNoSpanSaysHowToWriteOne(String text) {
    assertThatThrownBy(() -> span.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("15secs");
  }
}

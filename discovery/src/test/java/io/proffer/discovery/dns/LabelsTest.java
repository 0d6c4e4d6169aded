package io.proffer.discovery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelsTest {

  @ParameterizedTest
  @CsvSource({"web.shop,web-shop", "My_App,my-app", "-a-,a", "a b!,ab", "'',''"})
  void areAsRfc1123HasThem(String text, String label) {
    assertThat(Labels.rfc1123(text)).isEqualTo(label);
  }

  @Test
  void areAtMostSixtyThreeCharactersLong() {
    assertThat(Labels.rfc1123("a".repeat(62) + "-b")).isEqualTo("a".repeat(62));
  }

  /** SHA-1 of the empty text begins with da39a3ee: 11011 01000 11100 11010 00111. */
  @Test
  void standForTasksByTheFirstBitsOfAHash() {
    assertThat(Labels.hash("")).isEqualTo("5eh48").hasSize(5);
    assertThat(Labels.hash("web.1")).isNotEqualTo(Labels.hash("web.2"));
    assertThat(Labels.agentTail("5f2a-S12")).isEqualTo("s12");
  }
}

package io.proffer.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributesTest {

  @Test
  void readsTextNumbersAndRanges() {
    List<Attribute> attributes =
        Attributes.parse("rack:r1; zone : z1\nn:3;p:[1-5];url:http://x:80/");

    assertThat(attributes)
        .extracting(Attribute::getName, Attribute::getType, Attributes::valueText)
        .containsExactly(
            tuple("rack", Value.Type.TEXT, "r1"),
            tuple("zone", Value.Type.TEXT, "z1"),
            tuple("n", Value.Type.SCALAR, "3"),
            tuple("p", Value.Type.RANGES, "[1-5]"),
            tuple("url", Value.Type.TEXT, "http://x:80/"));
    assertThat(Attributes.parse(Attributes.text(attributes))).isEqualTo(attributes);
  }

  @Test
  void takesWhatIsNoPlainNumberAsText() {
    assertThat(Attributes.parse("a:-1;b:1.2.3;c:NaN;d:0x10;e:1d"))
        .extracting(Attribute::getType)
        .containsOnly(Value.Type.TEXT);
  }

  @Test
  void findsByName() {
    List<Attribute> attributes = Attributes.parse("rack:r1;rack:r2");
    assertThat(Attributes.find(attributes, "rack").map(Attributes::valueText)).hasValue("r1");
    assertThat(Attributes.find(attributes, "zone")).isEmpty();
    assertThat(Attributes.parse("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "rack|Invalid attribute key:value pair 'rack'; write pairs such as rack:r1;zone:z1;ssd:1",
        "rack:|Invalid attribute key:value pair 'rack:'; write pairs such as"
            + " rack:r1;zone:z1;ssd:1",
        ":r1|Invalid attribute key:value pair ':r1'; write pairs such as rack:r1;zone:z1;ssd:1",
        "p:[1-|Invalid attribute value in 'p:[1-': its brackets do not match",
        "s:{a}|Invalid attribute value in 's:{a}': an attribute cannot be a set",
      })
  void saysWhatIsWrong(String text, String message) {
    assertThatThrownBy(() -> Attributes.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}

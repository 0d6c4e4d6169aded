package io.proffer.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypeTest {

  @ParameterizedTest
  @CsvSource({
    "application/json, JSON",
    "application/json; charset=utf-8, JSON",
    "application/json;charset=UTF-8, JSON",
    "Application/JSON, JSON",
    "' application/json ', JSON",
    "application/x-protobuf, PROTOBUF",
    "application/X-Protobuf;v=1, PROTOBUF",
  })
  void contentTypesAreKnownInAnyCaseAndWithParameters(String header, MediaType expected) {
    assertThat(MediaType.ofContentType(header)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "text/plain", "application/jsonp", "application/recordio", "*/*", ";", "json"})
  void otherContentTypesAreNot(String header) {
    assertThat(MediaType.ofContentType(header)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          application/json                                  | JSON
          application/x-protobuf                            | PROTOBUF
          application/x-protobuf, application/json          | JSON
          application/x-protobuf;q=1.0,application/json;q=0.1 | JSON
          application/json;q=0, application/x-protobuf      | PROTOBUF
          application/json; q=0.0, */*                      | PROTOBUF
          application/json;q=zero, application/x-protobuf   | PROTOBUF
          text/html, application/*                          | JSON
          */*                                               | JSON
          APPLICATION/JSON                                  | JSON
          ' '                                               | JSON
          """)
  void jsonWinsWhereverItIsAcceptable(String accept, MediaType expected) {
    assertThat(MediaType.negotiate(Optional.of(accept))).contains(expected);
  }

  @Test
  void noHeaderMeansJson() {
    assertThat(MediaType.negotiate(Optional.empty())).contains(MediaType.JSON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/html", "foo", "*/*;q=0", "application/json;q=0", "application/xml,"})
  void nothingElseIsAcceptable(String accept) {
    assertThat(MediaType.negotiate(Optional.of(accept))).isEmpty();
  }

  @Test
  void protobufThatIsNoneIsRefusedByName() {
    assertThatThrownBy(
            () -> MediaType.PROTOBUF.read(new byte[] {10, 100, 1}, Call.getDefaultInstance()))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageStartingWith("Not a protobuf-encoded mesos.v1.scheduler.Call: ");
  }

  @Test
  void protobufWithoutARequiredFieldNamesItsPath() {
    Call call =
        Call.newBuilder()
            .setSubscribe(
                Call.Subscribe.newBuilder()
                    .setFrameworkInfo(FrameworkInfo.newBuilder().setName("f").buildPartial())
                    .buildPartial())
            .buildPartial();

    assertThatThrownBy(() -> MediaType.PROTOBUF.read(call.toByteArray(), Call.getDefaultInstance()))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage("Missing required field: subscribe.framework_info.user");
  }
}

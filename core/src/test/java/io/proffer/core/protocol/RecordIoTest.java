package io.proffer.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordIoTest {

  private static final int LIMIT = 1 << 20;

  @Test
  void aFrameIsTheLengthANewlineAndTheRecord() {
    assertThat(RecordIo.encode(bytes("{\"type\":\"HEARTBEAT\"}")))
        .isEqualTo(bytes("20\n{\"type\":\"HEARTBEAT\"}"));
    assertThat(RecordIo.encode(new byte[0])).isEqualTo(bytes("0\n"));
  }

  @Property(tries = 150)
  void anyCutOfTheStreamGivesTheSameRecords(
      @ForAll @Size(max = 6) List<@Size(max = 6_000) byte[]> records,
      @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 5000) Integer> cuts)
      throws MalformedRecordException {
    byte[] stream = stream(records);
    RecordIoDecoder decoder = new RecordIoDecoder(LIMIT);

    List<byte[]> decoded = new ArrayList<>();
    int at = 0;
    for (int i = 0; at < stream.length; i++) {
      int end = Math.min(stream.length, at + cuts.get(i % cuts.size()));
      decoded.addAll(decoder.feed(Arrays.copyOfRange(stream, at, end)));
      at = end;
    }
    decoder.endOfInput();

    assertThat(decoded).usingElementComparator(Arrays::compare).isEqualTo(records);
  }

  @Property(tries = 100)
  void whatIsFedMayBeAPartOfAnArray(@ForAll @Size(max = 100) byte[] record)
      throws MalformedRecordException {
    byte[] frame = RecordIo.encode(record);
    byte[] padded = new byte[frame.length + 7];
    System.arraycopy(frame, 0, padded, 3, frame.length);

    List<byte[]> decoded = new RecordIoDecoder(LIMIT).feed(padded, 3, frame.length);

    assertThat(decoded).hasSize(1);
    assertThat(decoded.getFirst()).isEqualTo(record);
  }

  @Test
  void aRecordOfTheLimitIsTakenAndOneMoreIsNot() throws Exception {
    byte[] record = new byte[1000];

    assertThat(new RecordIoDecoder(1000).feed(RecordIo.encode(record))).hasSize(1);
    assertThatThrownBy(() -> new RecordIoDecoder(999).feed(RecordIo.encode(record)))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessage("a record of 1000 bytes is over the limit of 999 bytes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a":1}      | must begin with its length in decimal digits and a newline, found '{' after ''
          12x          | found 'x' after '12'
          -5\\n        | found '-' after ''
          5\\r\\nhello | found byte 0x0d after '5'
          \\nhello     | found an empty line
          2147483648\\n | over the limit
          99999999999999999999999 | the length line '9999999999999999999...' is too long
          """)
  void aBadLengthLineIsSaidPlainly(String stream, String message) {
    byte[] bytes = bytes(stream.replace("\\n", "\n").replace("\\r", "\r"));

    assertThatThrownBy(() -> new RecordIoDecoder(Integer.MAX_VALUE).feed(bytes))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          5\\nhel | the stream ended within a record: 3 of its 5 bytes came
          5\\n    | the stream ended within a record: 0 of its 5 bytes came
          5       | the stream ended within the length line '5'
          """)
  void aTruncatedFrameIsNoticedAtTheEnd(String stream, String message) throws Exception {
    RecordIoDecoder decoder = new RecordIoDecoder(LIMIT);
    assertThat(decoder.feed(bytes(stream.replace("\\n", "\n")))).isEmpty();

    assertThatThrownBy(decoder::endOfInput)
        .isInstanceOf(MalformedRecordException.class)
        .hasMessage(message);
  }

  @Test
  void afterAnErrorEveryCallFailsAlike() {
    RecordIoDecoder decoder = new RecordIoDecoder(LIMIT);
    assertThatThrownBy(() -> decoder.feed(bytes("x"))).isInstanceOf(MalformedRecordException.class);

    assertThatThrownBy(() -> decoder.feed(bytes("1\na")))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining("found 'x'");
    assertThatThrownBy(decoder::endOfInput).isInstanceOf(MalformedRecordException.class);
  }

  private static byte[] stream(List<byte[]> records) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    records.forEach(record -> stream.writeBytes(RecordIo.encode(record)));
    return stream.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

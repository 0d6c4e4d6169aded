package io.proffer.master.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.master.state.StreamId;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StreamIdsTest {

  private final StreamIds ids = new StreamIds();

  @Test
  void noneIsGivenTwiceAlsoWhereSeveralAskAtOnce() {
    int many = 100 * StreamIds.AT_ONCE;

    List<StreamId> given = IntStream.range(0, many).parallel().mapToObj(i -> ids.next()).toList();

    assertThat(given).hasSize(many).doesNotHaveDuplicates();
  }

  @Test
  void eachIsRandomAndNotTheOneBeforeWithSomethingAdded() {
    Stream.generate(ids::next)
        .limit(2 * StreamIds.AT_ONCE)
        .forEach(id -> assertThat(UUID.fromString(id.value()).version()).isEqualTo(4));
  }
}

package io.proffer.sdk.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.sdk.internal.DriverEffect;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;

/** What is under way together, and what waits. */
class CallLaneTest {

  private final Map<Long, CompletableFuture<Void>> underWay = new LinkedHashMap<>();
  private final CallLane lane =
      new CallLane(
          3,
          type -> type == Call.Type.ACCEPT,
          call -> {
            CompletableFuture<Void> answer = new CompletableFuture<>();
            underWay.put(call.number(), answer);
            return answer;
          });
  private long sent;

  private void send(Call.Type type) {
    Call call = Call.newBuilder().setType(type).build();
    lane.send(new DriverEffect.Send(++sent, 1, URI.create("http://m"), "s", call));
  }

  private void answer(long number) {
    Optional.ofNullable(underWay.remove(number)).orElseThrow().complete(null);
  }

  @Test
  void independentCallsAreUnderWayTogetherUpToALimit() {
    for (int i = 0; i < 5; i++) {
      send(Call.Type.ACCEPT);
    }
    assertThat(underWay.keySet()).containsExactly(1L, 2L, 3L);

    answer(2);

    assertThat(underWay.keySet()).containsExactly(1L, 3L, 4L);
  }

  @Test
  void noCallOvertakesOneThatItMayDependOn() {
    for (Call.Type type :
        List.of(Call.Type.ACCEPT, Call.Type.ACCEPT, Call.Type.KILL, Call.Type.ACCEPT)) {
      send(type);
    }
    assertThat(underWay.keySet()).containsExactly(1L, 2L);
    answer(1);
    assertThat(underWay.keySet()).as("the second is not answered").containsExactly(2L);
    answer(2);
    assertThat(underWay.keySet()).containsExactly(3L);
    answer(3);
    assertThat(underWay.keySet()).containsExactly(4L);
  }

  @Test
  void nothingIsSentAfterItsEnd() {
    send(Call.Type.KILL);
    send(Call.Type.KILL);
    lane.close();

    answer(1);

    assertThat(underWay).isEmpty();
  }
}

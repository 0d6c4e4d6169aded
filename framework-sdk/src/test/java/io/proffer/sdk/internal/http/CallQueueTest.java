package io.proffer.sdk.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.mesos.v1.executor.Protos.Call;
import org.junit.jupiter.api.Test;

class CallQueueTest {

  private final List<Call> sent = new ArrayList<>();
  private CompletableFuture<Void> answer = new CompletableFuture<>();
  private final CallQueue queue = new CallQueue((call, answered) -> onTheWay(call));

  private CompletableFuture<Void> onTheWay(Call call) {
    sent.add(call);
    answer = new CompletableFuture<>();
    return answer;
  }

  @Test
  void aCallWaitsUntilTheOneBeforeItWasAnswered() {
    assertThat(send(message("a"))).isTrue();
    assertThat(send(message("b"))).isTrue();
    assertThat(sent).containsExactly(message("a"));

    answer.complete(null);

    assertThat(sent).containsExactly(message("a"), message("b"));
  }

  @Test
  void messagesToAnAgentThatDoesNotAnswerAreBounded() {
    assertThat(send(message("on its way"))).isTrue();
    for (int i = 0; i < CallQueue.MOST_MESSAGES; i++) {
      assertThat(send(message("waits"))).isTrue();
    }

    assertThat(send(message("one too many"))).isFalse();

    answer.complete(null);
    assertThat(send(message("there is room again"))).isTrue();
  }

  @Test
  void anUpdateIsTakenWhenNoMessageIs() {
    Call update = call(Call.Type.UPDATE).build();
    send(message("on its way"));
    for (int i = 0; i <= CallQueue.MOST_MESSAGES; i++) {
      send(message("waits"));
    }

    assertThat(send(update)).isTrue();

    for (int i = 0; i <= CallQueue.MOST_MESSAGES; i++) {
      answer.complete(null);
    }
    assertThat(sent).last().isEqualTo(update);
  }

  @Test
  void whatWaitsIsDroppedWithTheSubscription() {
    send(message("on its way"));
    send(message("waits"));

    queue.close();
    answer.complete(null);

    assertThat(sent).containsExactly(message("on its way"));
  }

  private boolean send(Call call) {
    return queue.send(call, (status, text) -> {});
  }

  private static Call message(String data) {
    return call(Call.Type.MESSAGE)
        .setMessage(Call.Message.newBuilder().setData(ByteString.copyFromUtf8(data)))
        .build();
  }

  private static Call.Builder call(Call.Type type) {
    return Call.newBuilder()
        .setType(type)
        .setFrameworkId(new FrameworkId("f").toProto())
        .setExecutorId(new ExecutorId("e").toProto());
  }
}

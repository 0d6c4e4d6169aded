package io.proffer.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.google.protobuf.ByteString;
import io.proffer.agent.runtime.exec.Output;
import io.proffer.core.protocol.MediaType;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutputStreamsTest {

  private final ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "output-streams");

  @AfterEach
  void stop() {
    system.terminate();
  }

  @Test
  void aClientThatDoesNotReadIsGivenUp() {
    MessageTypes json = new MessageTypes(MediaType.JSON, false, MediaType.JSON, true);
    OutputStreams.Stream stream = new OutputStreams(system).open(json, Duration.ofMillis(100));
    CompletableFuture<Void> closed = new CompletableFuture<>();
    stream.whenClosed(() -> closed.complete(null));
    Output much = new Output(false, ByteString.copyFrom(new byte[1 << 16]));

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 100; i++) {
                stream.said(much);
              }
            })
        .isInstanceOf(IOException.class);
    assertThat(closed).succeedsWithin(10, TimeUnit.SECONDS);
    assertThatThrownBy(() -> stream.said(much)).isInstanceOf(IOException.class);
  }
}

package io.proffer.sdk.internal.http;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Reads the beginning of an answer's body as text and does not care for the rest. */
final class ShortText implements BodySubscriber<String> {

  private static final int MAX_BYTES = 4096;

  private final CompletableFuture<String> text = new CompletableFuture<>();
  private volatile Flow.@Nullable Subscription subscription;
  private final ByteBuffer head = ByteBuffer.allocate(MAX_BYTES);

  @Override
  public CompletionStage<String> getBody() {
    return text;
  }

  @Override
  public void onSubscribe(Flow.Subscription source) {
    subscription = source;
    source.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      int taken = Math.min(head.remaining(), buffer.remaining());
      head.put(buffer.slice().limit(taken));
    }
    Flow.Subscription source = subscription;
    if (!head.hasRemaining() && source != null) {
      source.cancel();
      onComplete();
    }
  }

  @Override
  public void onError(Throwable cause) {
    text.completeExceptionally(cause);
  }

  @Override
  public void onComplete() {
    text.complete(new String(head.array(), 0, head.position(), StandardCharsets.UTF_8));
  }
}

package io.proffer.agent.runtime.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.PullResponseItem;
import java.io.Closeable;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pulls images; who asks for one that is being pulled waits for the same pull. */
final class ImagePulls {

  private static final Logger LOG = LoggerFactory.getLogger(ImagePulls.class);

  private final Engine engine;
  private final Duration timeout;
  private final Map<String, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();

  ImagePulls(Engine engine, Duration timeout) {
    this.engine = engine;
    this.timeout = timeout;
  }

  /** Fails, with a message for people, when the image cannot be had. */
  CompletableFuture<Void> pull(String image) {
    CompletableFuture<Void> fresh = new CompletableFuture<>();
    CompletableFuture<Void> other = underWay.putIfAbsent(image, fresh);
    if (other != null) {
      return other;
    }
    LOG.info("Pulling image {}", image);
    Progress progress = new Progress(fresh);
    var unused =
        fresh
            .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete(
                (v, e) -> {
                  underWay.remove(image, fresh);
                  progress.end();
                });
    try {
      engine.pull(image, progress);
    } catch (RuntimeException e) {
      fresh.completeExceptionally(e);
    }
    return fresh;
  }

  /** What the engine tells of one pull. An error may come as the last line of a good answer. */
  private static final class Progress implements ResultCallback<PullResponseItem> {

    private final CompletableFuture<Void> done;
    private Optional<String> error = Optional.empty();
    private volatile @Nullable Closeable stream;

    Progress(CompletableFuture<Void> done) {
      this.done = done;
    }

    @Override
    public void onStart(Closeable opened) {
      stream = opened;
    }

    @Override
    public void onNext(PullResponseItem item) {
      if (item.isErrorIndicated()) {
        error =
            Optional.of(
                item.getErrorDetail() == null
                    ? String.valueOf(item.getStatus())
                    : String.valueOf(item.getErrorDetail().getMessage()));
      }
    }

    @Override
    public void onError(Throwable trouble) {
      done.completeExceptionally(trouble);
    }

    @Override
    public void onComplete() {
      error.ifPresentOrElse(
          e -> done.completeExceptionally(new IllegalStateException(e)), () -> done.complete(null));
    }

    void end() {
      Closeable open = stream;
      if (open != null) {
        try {
          open.close();
        } catch (java.io.IOException e) {
          LOG.debug("closing a pull failed: {}", e.getMessage());
        }
      }
    }

    @Override
    public void close() {}
  }
}

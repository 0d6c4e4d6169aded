package io.proffer.agent.runtime.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.ResponseItem.ProgressDetail;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pulls images; who asks for one that is being pulled, with the same logins, waits for the same
 * pull. A pull that nothing is heard of for too long is given up, as is one that takes too long.
 */
final class ImagePulls {

  private static final Logger LOG = LoggerFactory.getLogger(ImagePulls.class);
  private static final Duration REPORTED = Duration.ofSeconds(10);

  private final Engine engine;
  private final Duration timeout;
  private final Duration stallTimeout;
  private final Map<Wanted, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();

  private record Wanted(String image, RegistryLogins logins) {}

  /**
   * @param timeout how long a pull may take
   * @param stallTimeout for how long nothing may be heard of it
   */
  ImagePulls(Engine engine, Duration timeout, Duration stallTimeout) {
    this.engine = engine;
    this.timeout = timeout;
    this.stallTimeout = stallTimeout;
  }

  /** Fails, with a message for people, when the image cannot be had. */
  CompletableFuture<Void> pull(String image, RegistryLogins logins) {
    Wanted wanted = new Wanted(image, logins);
    CompletableFuture<Void> fresh = new CompletableFuture<>();
    CompletableFuture<Void> other = underWay.putIfAbsent(wanted, fresh);
    if (other != null) {
      return other;
    }
    LOG.info("Pulling image {}", image);
    Pull pull = new Pull(image, fresh);
    var unused =
        fresh.whenComplete(
            (v, e) -> {
              underWay.remove(wanted, fresh);
              pull.end();
            });
    try {
      ImageName name = ImageName.parse(image);
      engine.pull(name, logins.of(name), pull);
      pull.watch(System.nanoTime());
    } catch (RuntimeException e) {
      fresh.completeExceptionally(e);
    }
    return fresh;
  }

  /** What the engine tells of one pull. An error may come as the last line of a good answer. */
  private final class Pull implements ResultCallback<PullResponseItem> {

    private final String image;
    private final CompletableFuture<Void> done;
    private final PullProgress progress = new PullProgress();
    private final long begunAt = System.nanoTime();
    private volatile long heardAt = begunAt;
    private Optional<String> error = Optional.empty();
    private volatile @Nullable Closeable stream;

    Pull(String image, CompletableFuture<Void> done) {
      this.image = image;
      this.done = done;
    }

    /** Looks now and then whether it goes on. */
    private void watch(long reportedAt) {
      Duration next = min(REPORTED, min(stallTimeout, timeout));
      Executor later = CompletableFuture.delayedExecutor(next.toMillis(), TimeUnit.MILLISECONDS);
      later.execute(
          () -> {
            if (done.isDone()) {
              return;
            }
            long now = System.nanoTime();
            if (now - begunAt > timeout.toNanos()) {
              giveUp("it took longer than " + timeout.toSeconds() + " s");
            } else if (now - heardAt > stallTimeout.toNanos()) {
              giveUp("nothing was heard of it for " + stallTimeout.toSeconds() + " s");
            } else if (now - reportedAt >= REPORTED.toNanos()) {
              LOG.info("Pulling image {}: {}", image, progress.describe());
              watch(now);
            } else {
              watch(reportedAt);
            }
          });
    }

    private void giveUp(String why) {
      done.completeExceptionally(new IllegalStateException(why + " (" + progress.describe() + ")"));
    }

    private static Duration min(Duration a, Duration b) {
      return a.compareTo(b) < 0 ? a : b;
    }

    @Override
    public void onStart(Closeable opened) {
      stream = opened;
      if (done.isDone()) {
        end();
      }
    }

    @Override
    public void onNext(PullResponseItem item) {
      heardAt = System.nanoTime();
      if (item.isErrorIndicated()) {
        error =
            Optional.of(
                item.getErrorDetail() == null
                    ? String.valueOf(item.getStatus())
                    : String.valueOf(item.getErrorDetail().getMessage()));
        return;
      }
      ProgressDetail detail = item.getProgressDetail();
      progress.line(
          // The line that names the tag has the tag for its id.
          Optional.ofNullable(detail == null ? null : item.getId()),
          String.valueOf(item.getStatus()),
          number(detail == null ? null : detail.getCurrent()),
          number(detail == null ? null : detail.getTotal()));
    }

    private static long number(@Nullable Long value) {
      return value == null ? 0 : value;
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

    /** The engine stops pulling when nobody listens. */
    void end() {
      Closeable open = stream;
      if (open != null) {
        try {
          open.close();
        } catch (IOException e) {
          LOG.debug("closing a pull failed: {}", e.getMessage());
        }
      }
    }

    @Override
    public void close() {}
  }
}

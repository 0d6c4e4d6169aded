package io.proffer.master.http.server;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection on which nothing has gone either way for long. It looks from time to time
 * whether something has: no clock is read when something does. Of one thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // of a close nobody waits for the end
final class IdleLimit extends ChannelDuplexHandler {

  private static final int QUIET_LOOKS = 5;

  private final long lookMs;
  private @Nullable ScheduledFuture<?> looking;
  private boolean active;
  private int quiet;

  /**
   * @param seconds for so long it may be quiet, and for up to a fifth longer
   */
  IdleLimit(int seconds) {
    this.lookMs = TimeUnit.SECONDS.toMillis(seconds) / QUIET_LOOKS;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    looking =
        context
            .executor()
            .scheduleWithFixedDelay(() -> look(context), lookMs, lookMs, TimeUnit.MILLISECONDS);
  }

  private void look(ChannelHandlerContext context) {
    quiet = active ? 0 : quiet + 1;
    active = false;
    if (quiet > QUIET_LOOKS) {
      context.close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    active = true;
    context.fireChannelRead(message);
  }

  @Override
  public void flush(ChannelHandlerContext context) {
    active = true;
    context.flush();
  }

  /** A client has read some of what was written for it. */
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    active = true;
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    ScheduledFuture<?> looks = looking;
    if (looks != null) {
      looks.cancel(false);
    }
  }
}

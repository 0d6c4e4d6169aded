package io.proffer.master.http.server;

import akka.util.ByteString;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A body that comes by and by. The connection takes a piece when its client has read the last, each
 * in a chunk of its own, on the connection's thread.
 */
public interface Pieces {

  /**
   * Called once, before anything else.
   *
   * @param wake run, by whatever thread, when there may be more after {@link #next} gave null
   */
  void open(Runnable wake);

  /** The next piece; null when none is there now. */
  @Nullable ByteString next();

  /** Whether the body is complete. Asked when no piece was there. */
  boolean over();

  /** Why the body never will be complete: the connection is broken off. */
  Optional<String> failure();

  /** Nobody reads any more, or ever will; also called when {@link #open} never was. */
  void close();
}

package io.proffer.master.http.server;

import akka.util.ByteString;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One side of a WebSocket. All but what is said otherwise is called by the connection's thread. */
public interface WebSocketSession {

  /** A message, whole. */
  sealed interface Message {}

  /** A text message. */
  record Text(String text) implements Message {}

  /** A binary message. */
  record Binary(ByteString bytes) implements Message {}

  /** A longer message ends the connection. */
  int maxMessageBytes();

  /** So many messages may wait for {@link #heard}; the socket is not read meanwhile. */
  int maxWaiting();

  /**
   * The connection is open. Called once, before anything else.
   *
   * @param wake run, by whatever thread, when there may be more to say after {@link #next} gave
   *     null
   */
  void open(Runnable wake);

  /**
   * The client said something.
   *
   * @return completed when it was dealt with; a failure ends the connection
   */
  CompletionStage<?> heard(Message message);

  /** The next to be said; null when nothing is there now. */
  @Nullable Message next();

  /** Whether all is said and the connection is to be closed. Asked when nothing was there. */
  boolean over();

  /** Why the connection is to be closed at once: the client is told in a last text message. */
  Optional<String> farewell();

  /** The connection is closed, or never was opened. */
  void closed();
}

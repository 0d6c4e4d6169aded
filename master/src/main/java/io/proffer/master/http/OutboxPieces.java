package io.proffer.master.http;

import akka.util.ByteString;
import io.proffer.master.actor.OutboxReader;
import io.proffer.master.http.server.Pieces;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An outbox as the body of a response. */
record OutboxPieces(OutboxReader<?, ByteString> outbox) implements Pieces {

  @Override
  public void open(Runnable wake) {
    outbox.open(wake);
  }

  @Override
  public @Nullable ByteString next() {
    return outbox.next();
  }

  @Override
  public boolean over() {
    return outbox.over();
  }

  @Override
  public Optional<String> failure() {
    return outbox.loss();
  }

  @Override
  public void close() {
    outbox.close();
  }
}

package io.proffer.master.http;

import akka.stream.Materializer;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.proffer.master.http.server.Pieces;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A stream of Akka's as the body of a response. */
final class SourcePieces implements Pieces {

  private final Source<ByteString, ?> source;
  private final Materializer materializer;
  private @Nullable Pulled<ByteString> running;

  SourcePieces(Source<ByteString, ?> source, Materializer materializer) {
    this.source = source;
    this.materializer = materializer;
  }

  @Override
  public void open(Runnable wake) {
    running = Pulled.run(source, materializer, wake);
  }

  @Override
  public @Nullable ByteString next() {
    return running == null ? null : running.next();
  }

  @Override
  public boolean over() {
    return running != null && running.over();
  }

  @Override
  public Optional<String> failure() {
    return running == null ? Optional.empty() : running.failure();
  }

  @Override
  public void close() {
    if (running == null) {
      source.runWith(Sink.cancelled(), materializer);
    } else {
      running.cancel();
    }
  }
}

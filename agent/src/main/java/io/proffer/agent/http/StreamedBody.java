package io.proffer.agent.http;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpRequest;
import akka.japi.Pair;
import akka.stream.KillSwitches;
import akka.stream.UniqueKillSwitch;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.StreamConverters;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * The body of a request that goes on for as long as its client likes.
 *
 * @param bytes blocks whoever reads it; a few chunks are read ahead
 * @param end has {@code bytes} end where it has come to, whatever else the client may send; may be
 *     called by another thread than the one that reads
 */
record StreamedBody(InputStream bytes, Runnable end) implements AutoCloseable {

  /** It may be silent for as long; a connection may not, so this is never met. */
  private static final Duration SILENCE = Duration.ofHours(1);

  static StreamedBody of(HttpRequest http, ActorSystem<?> system) {
    Pair<UniqueKillSwitch, InputStream> body =
        http.entity()
            .withoutSizeLimit()
            .getDataBytes()
            .viaMat(KillSwitches.single(), Keep.right())
            .toMat(StreamConverters.asInputStream(SILENCE), Keep.both())
            .run(system);
    return new StreamedBody(body.second(), body.first()::shutdown);
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}

package io.proffer.master.http;

import akka.util.ByteString;
import io.proffer.core.protocol.legacy.LegacyWriter;
import io.proffer.core.time.Ticker;
import io.proffer.master.http.server.Request;
import io.proffer.master.http.server.Response;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who had what changed through this master: the last of it in memory, all of it in the log file.
 * Thread-safe.
 */
final class AuditLog {

  /** So many are remembered. */
  static final int MAX_ENTRIES = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
  private static final int MAX_WHY = 200;
  private static final int FIRST_ERROR = 400;
  private static final int REDIRECTED = 307;

  private final Ticker ticker;
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();
  private long number;

  /**
   * Something that somebody asked for, and was answered.
   *
   * @param number one more than that of the entry before
   * @param principal who it was; empty where nobody has to say
   * @param from the address it came from
   * @param status of the answer
   * @param why it was refused; empty if it was done
   */
  private record Entry(
      long number,
      Instant at,
      Optional<String> principal,
      String from,
      AuditedCall call,
      int status,
      String why) {}

  AuditLog(Ticker ticker) {
    this.ticker = ticker;
  }

  /** Passes the request of somebody who may ask on, and keeps what came of it. */
  CompletionStage<Response> around(
      Request request, AuditedCall call, Function<Request, CompletionStage<Response>> endpoint) {
    return endpoint
        .apply(request)
        .thenApply(
            response -> {
              if (response.status() != REDIRECTED) { // then another master does it
                keep(request, call, response);
              }
              return response;
            });
  }

  private void keep(Request request, AuditedCall call, Response response) {
    String why = response.status() < FIRST_ERROR ? "" : text(response);
    Entry entry;
    synchronized (entries) {
      entry =
          new Entry(
              ++number,
              ticker.now(),
              request.principal(),
              request.from(),
              call,
              response.status(),
              why);
      if (entries.size() >= MAX_ENTRIES) {
        entries.removeFirst();
      }
      entries.addLast(entry);
    }
    LOG.info(
        "{} at {} asked for {} {}: {} {}",
        entry.principal().orElse("somebody"),
        entry.from(),
        call.name(),
        call.target(),
        response.status(),
        why);
  }

  private static String text(Response response) {
    ByteString bytes =
        switch (response.body()) {
          case Response.Whole whole -> whole.bytes();
          case Response.Nothing nothing -> ByteString.emptyByteString();
          case Response.Streamed streamed -> ByteString.emptyByteString();
          case Response.Upgraded upgraded -> ByteString.emptyByteString();
        };
    return bytes.take(MAX_WHY).utf8String().replaceAll("\\s+", " ").strip();
  }

  /** {@code GET /audit}: what is remembered, the newest first. */
  Response answer(Request request) {
    List<Entry> all;
    synchronized (entries) {
      all = new ArrayList<>(entries);
    }
    Collections.reverse(all);
    byte[] json = LegacyWriter.object(out -> out.objects("entries", all, AuditLog::write));
    return new Rendered(json).json(request);
  }

  private static void write(LegacyWriter out, Entry entry) throws IOException {
    out.integer("number", entry.number());
    out.string("time", entry.at().toString());
    out.string("principal", entry.principal().orElse(""));
    out.string("address", entry.from());
    out.string("call", entry.call().name());
    out.string("target", entry.call().target());
    out.integer("status", entry.status());
    out.string("message", entry.why());
  }
}

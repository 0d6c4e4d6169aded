package io.proffer.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.proffer.core.protocol.MalformedRecordException;
import io.proffer.core.protocol.MesosJson;
import io.proffer.core.protocol.RecordIoDecoder;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A stream of events, read by a thread of its own from the moment it is opened. Each chunk must
 * hold exactly one record: clients depend on it. Thread-safe.
 */
final class EventStream implements Closeable {

  private static final int MAX_RECORD_BYTES = 16 << 20;

  /** How the bytes of a record become JSON. */
  @FunctionalInterface
  interface Records {
    Records JSON = record -> new ObjectMapper().readTree(record);

    JsonNode read(byte[] record) throws IOException;

    /** Of records in protobuf. */
    static Records protobuf(com.google.protobuf.Message prototype) {
      return record -> JSON.read(MesosJson.write(prototype.getParserForType().parseFrom(record)));
    }
  }

  private final Http http;
  private final Http.Head head;
  private final Records records;
  private final List<JsonNode> events = new ArrayList<>();
  private Optional<String> end = Optional.empty();

  private EventStream(Http http, Http.Head head, Records records) {
    this.http = http;
    this.head = head;
    this.records = records;
  }

  /** Sends the call; returns when the head of the answer is there. */
  static EventStream open(
      String address, String path, List<String> headers, byte[] call, Records records)
      throws IOException {
    Http http = Http.connect(address);
    http.send("POST", path, headers, call);
    EventStream stream = new EventStream(http, http.head(), records);
    if (stream.head.chunked()) {
      Thread.ofVirtual().start(stream::read);
    } else {
      stream.ended("it is no stream");
    }
    return stream;
  }

  private void read() {
    try {
      for (byte[] chunk = http.chunk(); chunk.length > 0; chunk = http.chunk()) {
        List<byte[]> read = new RecordIoDecoder(MAX_RECORD_BYTES).feed(chunk);
        if (read.size() != 1) {
          throw new IOException("a chunk holds " + read.size() + " records");
        }
        JsonNode event = records.read(read.getFirst());
        synchronized (this) {
          events.add(event);
          notifyAll();
        }
      }
      ended("in good order");
    } catch (IOException | MalformedRecordException e) {
      ended(e.toString());
    }
  }

  private synchronized void ended(String how) {
    end = Optional.of(how);
    notifyAll();
  }

  Http.Head head() {
    return head;
  }

  /** All that came until now. */
  synchronized List<JsonNode> events() {
    return List.copyOf(events);
  }

  /** How many came until now. */
  synchronized int size() {
    return events.size();
  }

  /** The place of the first event from a place on that is wanted; empty if none comes in time. */
  synchronized Optional<Integer> find(int from, Predicate<JsonNode> wanted, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    for (int i = from; ; i++) {
      while (i >= events.size()) {
        long leftMs = (deadline - System.nanoTime()) / 1_000_000;
        if (leftMs <= 0 || end.isPresent()) {
          return Optional.empty();
        }
        wait(leftMs);
      }
      if (wanted.test(events.get(i))) {
        return Optional.of(i);
      }
    }
  }

  synchronized JsonNode event(int place) {
    return events.get(place);
  }

  /** How the stream ended; empty if it does not in time. */
  synchronized Optional<String> end(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    for (long left = patience.toMillis(); end.isEmpty() && left > 0; ) {
      wait(left);
      left = (deadline - System.nanoTime()) / 1_000_000;
    }
    return end;
  }

  @Override
  public void close() throws IOException {
    http.close();
  }
}

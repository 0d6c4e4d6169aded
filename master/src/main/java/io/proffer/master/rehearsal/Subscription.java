package io.proffer.master.rehearsal;

import io.proffer.core.protocol.MalformedMessageException;
import io.proffer.core.protocol.MalformedRecordException;
import io.proffer.core.protocol.MediaType;
import io.proffer.core.protocol.RecordIoDecoder;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.apache.mesos.v1.scheduler.Protos.Event;

/** The events of one subscription. */
final class Subscription implements AutoCloseable {

  private static final int MAX_RECORD_BYTES = 1 << 20;

  private final Connection connection;
  private final MediaType speaks;
  private final String id;
  private final RecordIoDecoder records = new RecordIoDecoder(MAX_RECORD_BYTES);
  private final Queue<byte[]> waiting = new ArrayDeque<>();

  private Subscription(Connection connection, MediaType speaks, String id) {
    this.connection = connection;
    this.speaks = speaks;
    this.id = id;
  }

  /**
   * @param head of the request, as {@link Connection#send} takes it
   */
  static Subscription open(int port, MediaType speaks, String head, byte[] call)
      throws IOException {
    Connection connection = new Connection(port);
    try {
      connection.send(head, call);
      Connection.Head answer = connection.head();
      if (answer.status() != 200) {
        throw new IOException("SUBSCRIBE was answered with " + answer.status());
      }
      return new Subscription(connection, speaks, answer.header("mesos-stream-id"));
    } catch (IOException e) {
      connection.close();
      throw e;
    }
  }

  /** What names it in a call. */
  String id() {
    return id;
  }

  /** The next event of a type; what comes before it is of no interest. */
  Event await(Event.Type type) throws IOException {
    while (true) {
      byte[] record = next();
      try {
        Event event = speaks.read(record, Event.getDefaultInstance());
        if (event.getType() == type) {
          return event;
        }
      } catch (MalformedMessageException e) {
        throw new IOException(e);
      }
    }
  }

  private byte[] next() throws IOException {
    byte[] record = waiting.poll();
    while (record == null) {
      byte[] part = connection.chunk();
      if (part.length == 0) {
        throw new IOException("the stream of events ended");
      }
      try {
        waiting.addAll(records.feed(part));
      } catch (MalformedRecordException e) {
        throw new IOException(e);
      }
      record = waiting.poll();
    }
    return record;
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}

package io.proffer.benchmarks.launch;

import io.proffer.core.protocol.MalformedMessageException;
import io.proffer.core.protocol.MalformedRecordException;
import io.proffer.core.protocol.MediaType;
import io.proffer.core.protocol.RecordIoDecoder;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/** A scheduler's subscription over a plain socket, read by whoever calls {@link #next}. */
final class EventStream implements AutoCloseable {

  private static final int MOST_RECORD_BYTES = 64 << 20;

  private final Socket socket = new Socket();
  private final InputStream in;
  private final RecordIoDecoder records = new RecordIoDecoder(MOST_RECORD_BYTES);
  private final String streamId;

  EventStream(InetSocketAddress master, Call subscribe) throws IOException {
    socket.setTcpNoDelay(true);
    socket.connect(master, 10_000);
    in = new BufferedInputStream(socket.getInputStream(), 1 << 17);
    byte[] body = subscribe.toByteArray();
    String head =
        "POST /api/v1/scheduler HTTP/1.1\r\nHost: %s\r\nContent-Type: %s\r\nAccept: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(
                master.getHostString(),
                MediaType.PROTOBUF.contentType(),
                MediaType.PROTOBUF.contentType(),
                body.length);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(body);
    streamId = readHead();
  }

  private String readHead() throws IOException {
    String status = PipelinedCalls.line(in);
    if (!status.contains(" 200 ")) {
      throw new IOException("SUBSCRIBE was answered " + status);
    }
    String id = "";
    for (String line = PipelinedCalls.line(in); !line.isEmpty(); line = PipelinedCalls.line(in)) {
      if (line.toLowerCase(Locale.ROOT).startsWith("mesos-stream-id:")) {
        id = line.substring(line.indexOf(':') + 1).trim();
      }
    }
    return id;
  }

  String streamId() {
    return streamId;
  }

  /** The events of the next chunk; waits for it. An {@link IOException} says why there is none. */
  List<Event> next() throws IOException {
    int length = Integer.parseInt(PipelinedCalls.line(in).trim(), 16);
    if (length == 0) {
      throw new IOException("the master ended the event stream");
    }
    byte[] chunk = in.readNBytes(length);
    PipelinedCalls.line(in);
    try {
      List<Event> events = new ArrayList<>();
      for (byte[] record : records.feed(chunk)) {
        events.add(MediaType.PROTOBUF.read(record, Event.getDefaultInstance()));
      }
      return events;
    } catch (MalformedRecordException | MalformedMessageException e) {
      throw new IOException("the event stream is not what the API says: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

package io.proffer.agent.http;

import io.proffer.core.protocol.MalformedMessageException;
import io.proffer.core.protocol.MalformedRecordException;
import io.proffer.core.protocol.MediaType;
import io.proffer.core.protocol.RecordIoDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import org.apache.mesos.v1.agent.Protos.Call;

/** The calls of a body, one after the other as they come. */
final class CallStream {

  private static final int MAX_RECORD_BYTES = 4 << 20;
  private static final int CHUNK = 1 << 14;

  private final InputStream body;
  private final MediaType type;
  private final RecordIoDecoder decoder = new RecordIoDecoder(MAX_RECORD_BYTES);
  private final Deque<byte[]> records = new ArrayDeque<>();
  private final byte[] chunk = new byte[CHUNK];

  /**
   * @param body records in RecordIO framing
   * @param type of the message in each
   */
  CallStream(InputStream body, MediaType type) {
    this.body = body;
    this.type = type;
  }

  /** Blocks until there is one; empty at the end of the body. */
  Optional<Call> next() throws IOException, RefusedException {
    try {
      while (records.isEmpty()) {
        int n = body.read(chunk);
        if (n < 0) {
          decoder.endOfInput();
          return Optional.empty();
        }
        records.addAll(decoder.feed(Arrays.copyOf(chunk, n)));
      }
      return Optional.of(type.read(records.remove(), Call.getDefaultInstance()));
    } catch (MalformedRecordException | MalformedMessageException e) {
      throw new RefusedException(400, "Failed to parse body into Call: " + e.getMessage());
    }
  }
}

package io.proffer.agent.checkpoint;

import com.google.protobuf.InvalidProtocolBufferException;
import io.proffer.agent.state.AgentEvent;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The form of the journal: a header that names it, then records of a length, a checksum of the
 * bytes that follow, and those.
 */
final class JournalFile {

  private static final Logger LOG = LoggerFactory.getLogger(JournalFile.class);
  private static final byte[] HEADER = "PROFFER-AGENT-1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int FRAME_BYTES = 2 * Integer.BYTES;
  private static final int MAX_RECORD_BYTES = 512 << 20;

  private JournalFile() {}

  static long writeHeader(FileChannel file) throws IOException {
    ByteBuffer header = ByteBuffer.wrap(HEADER);
    while (header.hasRemaining()) {
      file.write(header);
    }
    return HEADER.length;
  }

  static ByteBuffer record(byte[] batch) {
    return ByteBuffer.allocate(FRAME_BYTES + batch.length)
        .putInt(batch.length)
        .putInt(checksum(batch))
        .put(batch)
        .flip();
  }

  /**
   * Reads all good records, up to the first that is not.
   *
   * @return how many bytes, from the beginning, are good
   * @throws IOException when the file cannot be read, or is no journal
   */
  static long read(Path path, List<AgentEvent.Durable> facts) throws IOException {
    if (!Files.exists(path) || Files.size(path) == 0) {
      return 0;
    }
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(path), 1 << 16))) {
      byte[] header = in.readNBytes(HEADER.length);
      if (!Arrays.equals(header, HEADER)) {
        if (header.length < HEADER.length) {
          return 0;
        }
        throw new IOException(path + " is no checkpoint of this version of the agent");
      }
      return readRecords(in, facts);
    }
  }

  private static long readRecords(DataInputStream in, List<AgentEvent.Durable> facts)
      throws IOException {
    long good = HEADER.length;
    try {
      while (true) {
        int length = in.readInt();
        int checksum = in.readInt();
        if (length < 0 || length > MAX_RECORD_BYTES) {
          return good;
        }
        byte[] batch = in.readNBytes(length);
        if (batch.length < length || checksum(batch) != checksum) {
          return good;
        }
        facts.addAll(FactReader.read(batch));
        good += FRAME_BYTES + length;
      }
    } catch (EOFException end) {
      return good;
    } catch (InvalidProtocolBufferException e) {
      LOG.error("A record of the checkpoint cannot be understood: {}", e.getMessage());
      return good;
    }
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}

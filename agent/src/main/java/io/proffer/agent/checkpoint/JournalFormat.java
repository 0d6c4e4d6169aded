package io.proffer.agent.checkpoint;

import com.google.protobuf.InvalidProtocolBufferException;
import io.proffer.agent.state.AgentEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The form of the journal: a header that names its version, then records, one for each decision.
 *
 * <p>Version 2: a record is a mark, the length of its batch, a checksum of that length and the
 * batch, and the batch. By the mark the next good record is found after a damaged one. Version 1
 * had no mark, and the checksum was of the batch alone: after damage nothing could be found.
 */
final class JournalFormat {

  static final int VERSION = 2;

  private static final String NAME = "PROFFER-AGENT-";
  private static final int HEADER_BYTES = NAME.length() + 2;
  private static final int MARK = 0xAB50_52A7;
  private static final int MAX_BATCH_BYTES = 512 << 20;

  private JournalFormat() {}

  /**
   * What a journal says.
   *
   * @param version it is written in
   * @param facts those of all good records, in order
   * @param damage what was found that is no good record; empty when there is nothing such
   * @param holes whether some of that is before the end, so that facts may rest on lost ones
   */
  record Contents(
      int version, List<AgentEvent.Durable> facts, Optional<String> damage, boolean holes) {}

  static ByteBuffer header() {
    return ByteBuffer.wrap((NAME + VERSION + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  static ByteBuffer record(byte[] batch) {
    return ByteBuffer.allocate(3 * Integer.BYTES + batch.length)
        .putInt(MARK)
        .putInt(batch.length)
        .putInt(checksum(VERSION, ByteBuffer.wrap(batch)))
        .put(batch)
        .flip();
  }

  /**
   * Reads a journal. A file whose header is not to be read is taken for one of this version.
   *
   * @throws NewerCheckpointException when a newer version of the agent wrote it
   */
  static Contents read(Path file, byte[] bytes) throws NewerCheckpointException {
    Optional<Integer> version = version(file, bytes);
    Reader reader = new Reader(file, bytes, version.orElse(VERSION));
    reader.read(version.isPresent() ? HEADER_BYTES : 0);
    return new Contents(version.orElse(VERSION), reader.facts, reader.damage(), reader.holes);
  }

  private static Optional<Integer> version(Path file, byte[] bytes)
      throws NewerCheckpointException {
    String header = new String(bytes, 0, Math.min(bytes.length, 64), StandardCharsets.ISO_8859_1);
    int end = header.indexOf('\n');
    if (!header.startsWith(NAME) || end < 0) {
      return Optional.empty();
    }
    String number = header.substring(NAME.length(), end);
    return switch (number) {
      case "1" -> Optional.of(1);
      case "2" -> Optional.of(2);
      default -> {
        if (number.matches("[1-9][0-9]{0,8}")) {
          throw new NewerCheckpointException(file, "its form is of version " + number);
        }
        yield Optional.empty();
      }
    };
  }

  private static int checksum(int version, ByteBuffer batch) {
    CRC32C crc = new CRC32C();
    if (version > 1) {
      crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(batch.remaining()).flip());
    }
    crc.update(batch.duplicate());
    return (int) crc.getValue();
  }

  /** Goes through the bytes of a journal. */
  private static final class Reader {
    private final Path file;
    private final ByteBuffer bytes;
    private final int version;
    private final List<AgentEvent.Durable> facts = new ArrayList<>();
    private final List<String> damages = new ArrayList<>();
    private boolean holes;

    private Reader(Path file, byte[] bytes, int version) {
      this.file = file;
      this.bytes = ByteBuffer.wrap(bytes);
      this.version = version;
    }

    private Optional<String> damage() {
      return damages.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", damages));
    }

    private void read(int from) throws NewerCheckpointException {
      if (from == 0 && bytes.limit() > 0) {
        damages.add("its header cannot be read");
      }
      int at = from;
      while (at < bytes.limit()) {
        Optional<ByteBuffer> batch = batchAt(at);
        if (batch.isPresent() && understood(batch.get())) {
          at = batch.get().limit();
          continue;
        }
        int next = nextGood(at + 1);
        damages.add(
            next < bytes.limit()
                ? "bytes %d to %d are damaged".formatted(at, next - 1)
                : "it is cut off, or damaged, from byte %d of %d on".formatted(at, bytes.limit()));
        holes |= next < bytes.limit();
        at = next;
      }
    }

    /** The batch of the record that begins here; empty when no good one does. */
    private Optional<ByteBuffer> batchAt(int at) {
      int frame = (version > 1 ? 3 : 2) * Integer.BYTES;
      if (bytes.limit() - at < frame || (version > 1 && bytes.getInt(at) != MARK)) {
        return Optional.empty();
      }
      int length = bytes.getInt(at + frame - 2 * Integer.BYTES);
      int checksum = bytes.getInt(at + frame - Integer.BYTES);
      if (length < 0 || length > MAX_BATCH_BYTES || length > bytes.limit() - at - frame) {
        return Optional.empty();
      }
      ByteBuffer batch = bytes.duplicate().position(at + frame).limit(at + frame + length);
      return checksum(version, batch) == checksum ? Optional.of(batch) : Optional.empty();
    }

    private int nextGood(int from) {
      if (version > 1) {
        for (int at = from; at < bytes.limit(); at++) {
          if (batchAt(at).isPresent()) {
            return at;
          }
        }
      }
      return bytes.limit();
    }

    private boolean understood(ByteBuffer batch) throws NewerCheckpointException {
      byte[] copy = new byte[batch.remaining()];
      batch.duplicate().get(copy);
      try {
        facts.addAll(FactReader.read(copy));
        return true;
      } catch (UnknownFactException e) {
        throw new NewerCheckpointException(file, e.what());
      } catch (InvalidProtocolBufferException e) {
        return false;
      }
    }
  }
}

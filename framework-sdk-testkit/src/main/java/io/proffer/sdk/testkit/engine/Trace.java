package io.proffer.sdk.testkit.engine;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * What happened, as a digest: two runs of one seed must end with the same one. The text of each
 * entry is made only when someone reads along, because a run has hundreds of thousands of them.
 */
public final class Trace {
  private final Optional<Consumer<String>> reader;
  private final CRC32C checksum = new CRC32C();
  private long digest = 0x243F6A8885A308D3L;
  private long entries;

  private Trace(Optional<Consumer<String>> reader) {
    this.reader = reader;
  }

  /** A trace that keeps the digest only. */
  public static Trace silent() {
    return new Trace(Optional.empty());
  }

  /** A trace that also tells each entry, one line each. */
  public static Trace told(Consumer<String> reader) {
    return new Trace(Optional.of(reader));
  }

  /**
   * Adds an entry.
   *
   * @param who the node, or the two ends of a connection
   * @param what what happened, in words that are the same in each run
   */
  public void note(Instant at, String who, String what) {
    add(at, who, what, ByteString.EMPTY);
    reader.ifPresent(r -> r.accept(line(at, who, what)));
  }

  /** Adds an entry about something that travelled; its bytes are part of the digest. */
  public void note(Instant at, String who, String what, Payload payload) {
    add(at, who, what, payload.bytes());
    reader.ifPresent(r -> r.accept(line(at, who, what + " " + payload)));
  }

  /** Stands for everything noted so far, in order. */
  public long digest() {
    return digest;
  }

  /** How much was noted. */
  public long entries() {
    return entries;
  }

  private void add(Instant at, String who, String what, ByteString bytes) {
    entries++;
    checksum.reset();
    checksum.update(who.getBytes(StandardCharsets.UTF_8));
    checksum.update('|');
    checksum.update(what.getBytes(StandardCharsets.UTF_8));
    checksum.update('|');
    checksum.update(bytes.asReadOnlyByteBuffer());
    fold(at.getEpochSecond());
    fold(at.getNano());
    fold(checksum.getValue());
  }

  private void fold(long value) {
    digest = Long.rotateLeft(digest ^ value, 23) * 0x9E3779B97F4A7C15L;
  }

  private static String line(Instant at, String who, String what) {
    double seconds = Duration.between(Timeline.START, at).toNanos() / 1e9;
    return String.format("%12.6f  %-24s %s", seconds, who, what);
  }
}

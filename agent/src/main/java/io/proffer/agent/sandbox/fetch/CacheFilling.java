package io.proffer.agent.sandbox.fetch;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Optional;

/** Writes a new version of a cached file, taking room in the cache as it comes. */
final class CacheFilling implements Receiver {

  private static final long STEP_BYTES = 1L << 20;

  private final Path path;
  private final Optional<MessageDigest> digest;
  private final Room room;
  private boolean begun;
  private long reserved;
  private long written;

  /** The cache's accounts. */
  interface Room {

    /** What was there is not valid any more. */
    void begin();

    void reserve(long bytes) throws CacheFullException;
  }

  CacheFilling(Path path, Optional<Checksum> checksum, Room room) {
    this.path = path;
    this.digest = checksum.map(Checksum::digest);
    this.room = room;
  }

  Path path() {
    return path;
  }

  long written() {
    return written;
  }

  boolean begun() {
    return begun;
  }

  private DiskReserve disk() throws IOException {
    return new DiskReserve(path.resolveSibling("."));
  }

  private void begin() {
    if (!begun) {
      begun = true;
      room.begin();
    }
  }

  @Override
  public void expect(long bytes) throws IOException {
    begin();
    disk().look(bytes);
    room.reserve(bytes);
    reserved = bytes;
  }

  @Override
  public OutputStream open() throws IOException {
    begin();
    OutputStream file =
        disk()
            .guard(
                Files.newOutputStream(
                    path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    OutputStream counted =
        new FilterOutputStream(file) {
          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            written += length;
            while (written > reserved) {
              room.reserve(STEP_BYTES);
              reserved += STEP_BYTES;
            }
            out.write(bytes, offset, length);
          }
        };
    return digest.<OutputStream>map(d -> new DigestOutputStream(counted, d)).orElse(counted);
  }

  void verify(Optional<Checksum> checksum) throws FetchException {
    if (checksum.isPresent() && digest.isPresent()) {
      checksum.get().verify(digest.get());
    }
  }
}

package io.proffer.agent.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A file that is being written, at its end. */
public interface DiskFile extends AutoCloseable {

  long size() throws IOException;

  /**
   * Hands all of the bytes to the operating system. After an exception some of them may be written.
   */
  void write(ByteBuffer bytes) throws IOException;

  /** Cuts the file to a length; what is written next follows there. */
  void truncate(long size) throws IOException;

  /** Returns when what was written will be there after a loss of power. */
  void force() throws IOException;

  @Override
  void close() throws IOException;
}

package io.proffer.agent.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The few things that the checkpoint does to a disk. Tests put a disk behind it that forgets what
 * was not forced, is full, or breaks.
 */
public interface Disk {

  /** All bytes of a file; empty when there is no such file. */
  Optional<byte[]> read(Path file) throws IOException;

  /** Opens a file for appending, making it where there is none. */
  DiskFile append(Path file) throws IOException;

  /** Opens an empty file, whatever was in it before. */
  DiskFile create(Path file) throws IOException;

  /** Gives a file another name, in one step; a file that had this name is gone. */
  void rename(Path from, Path to) throws IOException;

  /** Keeps a file under a second name, which must be free, whatever becomes of the first. */
  void keepAs(Path file, Path second) throws IOException;

  /** Removes a file, if it is there. */
  void delete(Path file) throws IOException;

  /** The names of the files in a directory, sorted. */
  List<String> list(Path directory) throws IOException;

  /** Returns when the names in a directory will be there after a loss of power. */
  void forceDirectory(Path directory) throws IOException;
}

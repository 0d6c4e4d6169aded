package io.proffer.agent.sandbox.logs;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;

/** What Linux can do with files and Java cannot. 64-bit only. */
interface LinuxFiles extends Library {

  int O_RDWR = 2;
  int O_NOFOLLOW = 0x20000;
  int O_CLOEXEC = 0x80000;
  int O_NONBLOCK = 0x800;

  /** Takes a part out of a file, and closes the gap. */
  int FALLOC_FL_COLLAPSE_RANGE = 0x08;

  int open(String path, int flags) throws LastErrorException;

  int close(int fd);

  int fallocate(int fd, int mode, long offset, long length) throws LastErrorException;

  int ftruncate(int fd, long length) throws LastErrorException;
}

package io.proffer.benchmarks.process;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.StringArray;
import com.sun.jna.ptr.IntByReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A command, started with nothing but {@code posix_spawn} and waited for. */
final class PlainSpawn {

  /** What is needed of the C library. */
  private interface LibC extends Library {
    int posix_spawn(
        IntByReference pid,
        String path,
        @Nullable Pointer actions,
        @Nullable Pointer attributes,
        StringArray argv,
        StringArray envp);

    int waitpid(int pid, IntByReference status, int options);
  }

  private final LibC libc = Native.load("c", LibC.class);

  /** Returns when it has ended. */
  void run(List<String> command) {
    IntByReference pid = new IntByReference();
    int errno =
        libc.posix_spawn(
            pid,
            command.getFirst(),
            null,
            null,
            new StringArray(command.toArray(String[]::new)),
            new StringArray(new String[] {"PATH=/usr/bin:/bin"}));
    if (errno != 0) {
      throw new IllegalStateException("posix_spawn failed with " + errno);
    }
    libc.waitpid(pid.getValue(), new IntByReference(), 0);
  }
}

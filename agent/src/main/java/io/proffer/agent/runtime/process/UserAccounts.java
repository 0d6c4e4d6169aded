package io.proffer.agent.runtime.process;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.file.Path;
import java.util.Optional;

/** The machine's users, from wherever its C library gets them. Safe for use by several threads. */
public final class UserAccounts {

  private final LibC libc;
  private final int ownUid;

  UserAccounts(LibC libc) {
    this.libc = libc;
    this.ownUid = libc.geteuid();
  }

  public static UserAccounts open() {
    return new UserAccounts(Native.load("c", LibC.class));
  }

  public boolean agentIsRoot() {
    return ownUid == 0;
  }

  /** Whether tasks of this user need no switch. */
  public boolean isOwn(UserAccount user) {
    return user.uid() == ownUid;
  }

  /** Looks a user up by name. */
  public synchronized Optional<UserAccount> find(String name) {
    Pointer entry = libc.getpwnam(name);
    if (entry == null) {
      return Optional.empty();
    }
    long word = Long.BYTES;
    return Optional.of(
        new UserAccount(
            name,
            entry.getInt(2 * word),
            entry.getInt(2 * word + Integer.BYTES),
            Path.of(entry.getPointer(4 * word).getString(0))));
  }
}

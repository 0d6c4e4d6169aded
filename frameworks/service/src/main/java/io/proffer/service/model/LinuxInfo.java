package io.proffer.service.model;

import java.util.Optional;

/** What a container is given of the machine's kernel; empty: what containers have anyhow. */
public record LinuxInfo(Optional<Seccomp> seccomp, Optional<Ipc> ipc) {

  /**
   * A filter of system calls.
   *
   * @param profile the name of one that agents have; empty: no filter at all
   */
  public record Seccomp(Optional<String> profile) {}

  /**
   * Inter-process communication.
   *
   * @param isPrivate whether it is the container's own, or that of what it is in
   * @param shmMb of {@code /dev/shm}, only where it is private
   */
  public record Ipc(boolean isPrivate, Optional<Integer> shmMb) {}
}

package io.proffer.agent.runtime.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The programs, most of them of util-linux, that change what a process may do and then become
 * another program, so that no process is left between the agent and the task.
 */
record UtilLinux(
    Optional<Path> setpriv,
    Optional<Path> prlimit,
    Optional<Path> unshare,
    Optional<Path> nsenter,
    Optional<Path> mount,
    Optional<Path> umount,
    Optional<Path> ip) {

  /** Those of this machine. */
  static UtilLinux find() {
    return new UtilLinux(
        find("setpriv"),
        find("prlimit"),
        find("unshare"),
        find("nsenter"),
        find("mount"),
        find("umount"),
        find("ip"));
  }

  private static Optional<Path> find(String name) {
    return Stream.of("/usr/bin", "/bin", "/usr/sbin", "/sbin")
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}

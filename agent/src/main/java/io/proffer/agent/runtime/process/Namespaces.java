package io.proffer.agent.runtime.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a task has for itself of what processes of a machine otherwise share. It lasts as long as
 * the task's processes do: there is nothing to clear away.
 *
 * @param mounts what it sees at other places; private to it when there are any
 * @param ipc whether it has System V queues and {@code /dev/shm} of its own
 * @param shmMegabytes the size of that {@code /dev/shm}; empty for the kernel's default
 * @param pids whether it sees only its own processes; the one way of running a task that needs a
 *     waiting process more
 * @param hostname a name of the machine that only it sees
 */
record Namespaces(
    List<BindMount> mounts,
    boolean ipc,
    Optional<Integer> shmMegabytes,
    boolean pids,
    Optional<String> hostname) {

  /**
   * Inside the new namespaces: mounts what is named, with the program that is the shell's own name,
   * then becomes the program after {@code --}.
   */
  private static final String SET_UP =
      "while [ \"$1\" != -- ]; do case $1 in"
          + " bind) \"$0\" --bind \"$2\" \"$3\" || exit 125;;"
          + " read-only) \"$0\" --bind \"$2\" \"$3\""
          + " && \"$0\" -o remount,bind,ro \"$3\" || exit 125;;"
          + " shm) \"$0\" -t tmpfs -o \"$2\" shm \"$3\" || exit 125;;"
          + " hostname) echo \"$2\" > \"$3\" || exit 125;;"
          + " esac; shift 3; done; shift; exec \"$@\"";

  Namespaces {
    mounts = List.copyOf(mounts);
  }

  /** Nothing of its own. */
  static Namespaces shared() {
    return new Namespaces(List.of(), false, Optional.empty(), false, Optional.empty());
  }

  boolean any() {
    return !mounts.isEmpty() || ipc || pids || hostname.isPresent();
  }

  /** One of those that it has, by the name that {@code /proc/<pid>/ns} gives it. */
  String kind() {
    return mount() ? "mnt" : "uts";
  }

  private boolean mount() {
    return !mounts.isEmpty() || ipc || pids;
  }

  Namespaces with(BindMount mount) {
    List<BindMount> more = new ArrayList<>(mounts);
    more.add(mount);
    return new Namespaces(more, ipc, shmMegabytes, pids, hostname);
  }

  /** The program that makes them, and its arguments up to the program that is to run in them. */
  List<String> unshare(UtilLinux tools) {
    List<String> arguments = new ArrayList<>(List.of(tools.unshare().orElseThrow().toString()));
    if (mount()) {
      // Unmounting on the machine reaches the task; what it mounts reaches nobody.
      arguments.addAll(List.of("--mount", "--propagation", "slave"));
    }
    if (ipc) {
      arguments.add("--ipc");
    }
    if (hostname.isPresent()) {
      arguments.add("--uts");
    }
    if (pids) {
      arguments.addAll(List.of("--pid", "--fork", "--kill-child", "--mount-proc"));
    }
    arguments.add("--");
    arguments.addAll(setUp(tools));
    return arguments;
  }

  private List<String> setUp(UtilLinux tools) {
    List<String> steps = new ArrayList<>();
    hostname.ifPresent(h -> steps.addAll(List.of("hostname", h, "/proc/sys/kernel/hostname")));
    if (ipc) {
      String size = shmMegabytes.map(m -> ",size=" + m + "m").orElse("");
      steps.addAll(List.of("shm", "mode=1777,nosuid,nodev" + size, "/dev/shm"));
    }
    for (BindMount m : mounts) {
      steps.addAll(
          List.of(
              m.readOnly() ? "read-only" : "bind", m.source().toString(), m.target().toString()));
    }
    if (steps.isEmpty()) {
      return List.of();
    }
    List<String> shell =
        new ArrayList<>(List.of("/bin/sh", "-c", SET_UP, tools.mount().orElseThrow().toString()));
    shell.addAll(steps);
    shell.add("--");
    return shell;
  }

  /** The program that joins those of a process, and its arguments up to what is to run there. */
  List<String> nsenter(UtilLinux tools, long pid) {
    String own = "/proc/" + pid + "/ns/";
    List<String> arguments = new ArrayList<>(List.of(tools.nsenter().orElseThrow().toString()));
    if (mount()) {
      arguments.add("--mount=" + own + "mnt");
    }
    if (ipc) {
      arguments.add("--ipc=" + own + "ipc");
    }
    if (hostname.isPresent()) {
      arguments.add("--uts=" + own + "uts");
    }
    if (pids) {
      arguments.add("--pid=" + own + "pid_for_children");
    }
    arguments.add("--");
    return arguments;
  }
}

package io.proffer.agent.runtime.process;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.runtime.LaunchException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One {@code posix_spawn}: the child shares the agent's memory until it runs its own program, so
 * that starting it costs the same however large the agent is.
 */
final class Spawn {

  /** More than the C library's opaque structures need on any 64-bit Linux. */
  private static final int STRUCTURE_BYTES = 1024;

  private static final int SIGNAL_SET_BYTES = 128;

  private final LibC libc;

  Spawn(LibC libc) {
    this.libc = libc;
  }

  long run(ProcessCommand command) throws LaunchException {
    try (Memory actions = new Memory(STRUCTURE_BYTES);
        Memory attributes = new Memory(STRUCTURE_BYTES);
        Memory signals = new Memory(SIGNAL_SET_BYTES);
        Strings argv = new Strings(command.arguments());
        Strings envp = new Strings(environment(command))) {
      libc.posix_spawn_file_actions_init(actions);
      libc.posix_spawnattr_init(attributes);
      try {
        describe(command, actions, attributes, signals);
        IntByReference pid = new IntByReference();
        int errno =
            libc.posix_spawn(
                pid,
                command.executable().toString(),
                actions,
                attributes,
                argv.pointer(),
                envp.pointer());
        if (errno != 0) {
          throw failure(command, errno);
        }
        return pid.getValue();
      } finally {
        libc.posix_spawn_file_actions_destroy(actions);
        libc.posix_spawnattr_destroy(attributes);
      }
    }
  }

  private void describe(ProcessCommand command, Memory actions, Memory attributes, Memory signals) {
    open(command, actions);
    libc.posix_spawn_file_actions_addchdir_np(actions, command.directory().toString());
    libc.posix_spawn_file_actions_addclosefrom_np(actions, 3);
    libc.posix_spawnattr_setflags(
        attributes,
        (short)
            (LibC.POSIX_SPAWN_SETSID | LibC.POSIX_SPAWN_SETSIGMASK | LibC.POSIX_SPAWN_SETSIGDEF));
    libc.sigemptyset(signals);
    libc.posix_spawnattr_setsigmask(attributes, signals);
    libc.sigfillset(signals);
    libc.posix_spawnattr_setsigdefault(attributes, signals);
  }

  /**
   * A terminal is all three: a program may read from what is its output, and write to its input.
   */
  private void open(ProcessCommand command, Memory actions) {
    String stdin = command.stdin().toString();
    if (command.stdin().equals(command.stdout()) && command.stdin().equals(command.stderr())) {
      libc.posix_spawn_file_actions_addopen(actions, 0, stdin, LibC.O_RDWR, 0);
      libc.posix_spawn_file_actions_adddup2(actions, 0, 1);
      libc.posix_spawn_file_actions_adddup2(actions, 0, 2);
      return;
    }
    libc.posix_spawn_file_actions_addopen(actions, 0, stdin, LibC.O_RDONLY, 0);
    libc.posix_spawn_file_actions_addopen(
        actions, 1, command.stdout().toString(), LibC.O_WRONLY_CREAT_APPEND, 0644);
    libc.posix_spawn_file_actions_addopen(
        actions, 2, command.stderr().toString(), LibC.O_WRONLY_CREAT_APPEND, 0644);
  }

  private static List<String> environment(ProcessCommand command) {
    return command.environment().entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .toList();
  }

  private LaunchException failure(ProcessCommand command, int errno) {
    String program = "'" + command.executable() + "'";
    return switch (errno) {
      case LibC.ENOENT, LibC.ENOTDIR ->
          new LaunchException(
              LaunchFailure.Kind.COMMAND, "the command " + program + " does not exist");
      case LibC.EACCES ->
          new LaunchException(
              LaunchFailure.Kind.COMMAND, "the command " + program + " is not executable");
      case LibC.ENOEXEC ->
          new LaunchException(
              LaunchFailure.Kind.COMMAND,
              "the command " + program + " is no program, or one for another machine");
      case LibC.E2BIG ->
          new LaunchException(
              LaunchFailure.Kind.COMMAND,
              "the arguments and environment of " + program + " are too long");
      case LibC.ENOSPC ->
          new LaunchException(LaunchFailure.Kind.SANDBOX, "the disk of the sandbox is full");
      case LibC.EAGAIN, LibC.ENOMEM ->
          new LaunchException(
              LaunchFailure.Kind.RUNTIME,
              "the agent's machine has no room for another process: " + libc.strerror(errno));
      default ->
          new LaunchException(
              LaunchFailure.Kind.RUNTIME, "cannot start " + program + ": " + libc.strerror(errno));
    };
  }

  /** A null-terminated array of C strings, in one block of memory. */
  private static final class Strings implements AutoCloseable {

    private final Memory block;

    Strings(List<String> strings) {
      List<byte[]> texts = new ArrayList<>(strings.size());
      long size = (strings.size() + 1L) * Long.BYTES;
      for (String s : strings) {
        byte[] text = s.getBytes(StandardCharsets.UTF_8);
        texts.add(text);
        size += text.length + 1;
      }
      block = new Memory(size);
      long at = (strings.size() + 1L) * Long.BYTES;
      for (int i = 0; i < texts.size(); i++) {
        byte[] text = texts.get(i);
        block.setPointer((long) i * Long.BYTES, block.share(at));
        block.write(at, text, 0, text.length);
        block.setByte(at + text.length, (byte) 0);
        at += text.length + 1;
      }
      block.setLong((long) texts.size() * Long.BYTES, 0);
    }

    Pointer pointer() {
      return block;
    }

    @Override
    public void close() {
      block.close();
    }
  }
}

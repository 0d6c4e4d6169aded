package io.proffer.agent.kernel;

import java.util.Map;

/** Linux signals in the words of {@code strsignal}, which frameworks see in messages. */
final class SignalNames {

  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(1, "Hangup"),
          Map.entry(2, "Interrupt"),
          Map.entry(3, "Quit"),
          Map.entry(4, "Illegal instruction"),
          Map.entry(5, "Trace/breakpoint trap"),
          Map.entry(6, "Aborted"),
          Map.entry(7, "Bus error"),
          Map.entry(8, "Floating point exception"),
          Map.entry(9, "Killed"),
          Map.entry(10, "User defined signal 1"),
          Map.entry(11, "Segmentation fault"),
          Map.entry(12, "User defined signal 2"),
          Map.entry(13, "Broken pipe"),
          Map.entry(14, "Alarm clock"),
          Map.entry(15, "Terminated"),
          Map.entry(24, "CPU time limit exceeded"),
          Map.entry(25, "File size limit exceeded"),
          Map.entry(31, "Bad system call"));

  private SignalNames() {}

  static String of(int signal) {
    return NAMES.getOrDefault(signal, "Unknown signal " + signal);
  }
}

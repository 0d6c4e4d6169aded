package io.proffer.agent.runtime.usage;

import io.proffer.agent.runtime.Usage;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.ResourceStatistics;

/**
 * What the processes of each session use together, for machines where the agent may not make
 * control groups: one pass over all processes. What left its session is missed, and what a process
 * used that has ended counts once its parent has waited for it.
 */
final class SessionFigures {

  private static final double TICKS_PER_SECOND = 100;
  private static final long PAGE_BYTES = 4096;

  private static final int SESSION = 3;
  private static final int USER = 11;
  private static final int SYSTEM = 12;
  private static final int CHILDREN_USER = 13;
  private static final int CHILDREN_SYSTEM = 14;
  private static final int THREADS = 17;
  private static final int RESIDENT = 21;

  private final Map<Long, ResourceStatistics.Builder> sessions = new HashMap<>();

  private SessionFigures() {}

  /** Those of now. */
  static SessionFigures read() {
    SessionFigures figures = new SessionFigures();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      all.forEach(process -> KernelFile.read(process.resolve("stat")).ifPresent(figures::add));
    } catch (IOException e) {
      return figures;
    }
    return figures;
  }

  void add(String stat) {
    // The program's name is in parentheses and may itself have spaces and parentheses.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    ResourceStatistics.Builder into =
        sessions.computeIfAbsent(
            Long.parseLong(fields[SESSION]), s -> ResourceStatistics.newBuilder().setTimestamp(0));
    into.setProcesses(into.getProcesses() + 1);
    into.setThreads(into.getThreads() + Integer.parseInt(fields[THREADS]));
    into.setCpusUserTimeSecs(
        into.getCpusUserTimeSecs() + seconds(fields[USER]) + seconds(fields[CHILDREN_USER]));
    into.setCpusSystemTimeSecs(
        into.getCpusSystemTimeSecs() + seconds(fields[SYSTEM]) + seconds(fields[CHILDREN_SYSTEM]));
    long resident = Long.parseLong(fields[RESIDENT]) * PAGE_BYTES;
    into.setMemRssBytes(into.getMemRssBytes() + resident);
    into.setMemTotalBytes(into.getMemTotalBytes() + resident);
  }

  private static double seconds(String ticks) {
    return Long.parseLong(ticks) / TICKS_PER_SECOND;
  }

  /** What the session of this leader uses; empty when it has ended. */
  Optional<Usage> of(long leader) {
    return Optional.ofNullable(sessions.get(leader)).map(s -> new Usage(s.build(), 0));
  }
}

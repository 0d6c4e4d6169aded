package io.proffer.agent.runtime.usage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.mesos.v1.Protos.ResourceStatistics;

/** What went through the network devices of a container that has its own. */
final class NetworkFigures {

  private static final Path OWN = Path.of("/proc/self/ns/net");
  private static final int COLUMNS = 12;

  private NetworkFigures() {}

  /** Nothing for a process that is on the machine's network: what went through is everybody's. */
  static void add(long pid, ResourceStatistics.Builder into) {
    Path process = Path.of("/proc", Long.toString(pid));
    try {
      Path namespace = Files.readSymbolicLink(process.resolve("ns/net"));
      if (!namespace.equals(Files.readSymbolicLink(OWN))) {
        add(Files.readString(process.resolve("net/dev")), into);
      }
    } catch (IOException e) {
      return; // it has ended, or is not ours to look at
    }
  }

  /**
   * Adds up the lines {@code eth0: bytes packets errs drop ...} of all devices but the loopback.
   */
  static void add(String devices, ResourceStatistics.Builder into) {
    long[] sums = new long[COLUMNS];
    devices
        .lines()
        .filter(l -> l.contains(":") && !l.strip().startsWith("lo:"))
        .map(l -> l.substring(l.indexOf(':') + 1).strip().split("\\s+"))
        .filter(f -> f.length >= COLUMNS)
        .forEach(
            f -> {
              for (int i = 0; i < COLUMNS; i++) {
                sums[i] += Long.parseLong(f[i]);
              }
            });
    into.setNetRxBytes(sums[0]).setNetRxPackets(sums[1]);
    into.setNetRxErrors(sums[2]).setNetRxDropped(sums[3]);
    into.setNetTxBytes(sums[8]).setNetTxPackets(sums[9]);
    into.setNetTxErrors(sums[10]).setNetTxDropped(sums[11]);
  }
}

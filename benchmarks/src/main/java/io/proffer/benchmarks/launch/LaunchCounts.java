package io.proffer.benchmarks.launch;

/** What all frameworks counted while they measured. */
final class LaunchCounts {
  final LatencySamples latencies = new LatencySamples();
  long running;
  long acknowledged;
  long accepts;
}

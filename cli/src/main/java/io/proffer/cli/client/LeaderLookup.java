package io.proffer.cli.client;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.core.coordination.MasterAddress;
import io.proffer.core.coordination.MasterDetector;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks ZooKeeper who leads. */
final class LeaderLookup {

  private LeaderLookup() {}

  /**
   * The leader's address.
   *
   * @param zk a location in ZooKeeper, {@code zk://host:port/path}
   * @param patience how long to wait for ZooKeeper and for a leader
   * @throws CommandFailure when the location is malformed, or nobody leads in that time
   */
  static MasterUrl leader(String zk, Duration patience) {
    CompletableFuture<String> leader = new CompletableFuture<>();
    try (MasterDetector detector = MasterDetector.of(zk)) {
      detector.start(
          master -> master.ifPresent(info -> leader.complete(MasterAddress.hostPort(info))));
      return MasterUrl.parse(leader.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (IllegalArgumentException malformed) {
      throw CommandFailure.of(ExitCode.USAGE, String.valueOf(malformed.getMessage()));
    } catch (TimeoutException nobody) {
      throw CommandFailure.of(
          ExitCode.UNREACHABLE,
          "no leading master is known at " + zk + " after " + patience.toSeconds() + " s",
          "Is ZooKeeper reachable there, and does a master run?");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw CommandFailure.of(ExitCode.FAILED, "interrupted");
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("the detector never fails", impossible);
    }
  }
}

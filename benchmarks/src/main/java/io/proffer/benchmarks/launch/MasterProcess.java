package io.proffer.benchmarks.launch;

import io.proffer.master.MasterOptions;
import io.proffer.master.MasterServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The JVM of the real master. It prints {@code READY PORT} when it leads, and its figures when a
 * line comes in.
 */
final class MasterProcess {

  private MasterProcess() {}

  public static void main(String[] arguments) throws IOException {
    Path workDir = Files.createTempDirectory("proffer-bench-");
    try (MasterServer master = MasterServer.start(MasterOptions.standalone(workDir))) {
      master.leading().toCompletableFuture().join();
      String address = master.address();
      System.out.println("READY " + address.substring(address.lastIndexOf(':') + 1));
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      System.out.println(ProcessFigures.now().line());
    }
    System.exit(0);
  }
}

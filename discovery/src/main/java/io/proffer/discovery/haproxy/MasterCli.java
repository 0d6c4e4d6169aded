package io.proffer.discovery.haproxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * What HAProxy's master process can be told, through a socket of its own. A signal would end one
 * that has not come so far as to expect it.
 */
final class MasterCli {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long AGAIN_MS = 20;
  private static final Pattern FAILED = Pattern.compile("\\[failed: [1-9]");

  private final Path socket;

  MasterCli(Path socket) {
    this.socket = socket;
  }

  /**
   * Makes it read its configuration anew; returns when it takes commands again.
   *
   * @return whether it could; a port that somebody else has is why it could not
   */
  boolean reload(BooleanSupplier lives) throws IOException, InterruptedException {
    ask("reload");
    return awaitReady(lives);
  }

  /**
   * Returns when it takes commands.
   *
   * @return whether it has a worker with the present configuration
   */
  boolean awaitReady(BooleanSupplier lives) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        String processes = ask("show proc");
        if (processes.contains("master")) {
          return !FAILED.matcher(processes).find();
        }
      } catch (IOException notYet) {
        if (!lives.getAsBoolean() || System.nanoTime() > deadline) {
          throw new IOException("HAProxy's master process does not answer", notYet);
        }
      }
      Thread.sleep(AGAIN_MS);
    }
  }

  private String ask(String command) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.US_ASCII)));
      channel.shutdownOutput();
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      ByteBuffer piece = ByteBuffer.allocate(4096);
      while (channel.read(piece) >= 0) {
        answer.write(piece.array(), 0, piece.position());
        piece.clear();
      }
      return answer.toString(StandardCharsets.US_ASCII);
    }
  }
}

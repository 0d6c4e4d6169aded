package io.proffer.agent.sandbox.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** Brings the content of a source, in bounded amounts, under the eyes of a watch. */
final class Transfer implements AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 16;

  private final long maxBytes;
  private final WebTransfer web;

  Transfer(long maxBytes) {
    this.maxBytes = maxBytes;
    this.web = new WebTransfer(this);
  }

  /**
   * @param known what the receiver has already; it is not sent again
   * @param reader with whose permissions files are read; empty for the agent's own
   */
  Outcome run(
      Source source,
      Optional<Validator> known,
      Receiver receiver,
      Optional<Owner> reader,
      FetchWatch watch)
      throws IOException {
    return switch (source) {
      case Source.Web s -> web.run(s, known, receiver, watch);
      case Source.LocalFile s ->
          new FileTransfer(this, s.path(), reader).run(known, receiver, watch);
    };
  }

  void refuseTooLarge(long bytes) throws FetchException {
    if (bytes > maxBytes) {
      throw new FetchException(
          "it is larger than " + maxBytes + " bytes (the agent's --fetcher-max-download-size)");
    }
  }

  /** Copies to the end. */
  void copy(InputStream in, Receiver receiver, FetchWatch watch) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long total = 0;
    try (OutputStream out = receiver.open()) {
      int n = in.read(buffer);
      while (n >= 0) {
        watch.received(n);
        watch.throwIfEnded();
        total += n;
        refuseTooLarge(total);
        out.write(buffer, 0, n);
        n = in.read(buffer);
      }
    }
  }

  @Override
  public void close() {
    web.close();
  }
}

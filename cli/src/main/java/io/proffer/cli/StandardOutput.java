package io.proffer.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Standard output, which remembers why it can no longer be written to. */
final class StandardOutput extends PrintStream {

  private final Remembering stream;

  /** On top of any stream. */
  StandardOutput(OutputStream stream) {
    this(new Remembering(new BufferedOutputStream(stream)));
  }

  private StandardOutput(Remembering stream) {
    super(stream, true, StandardCharsets.UTF_8);
    this.stream = stream;
  }

  /** This process' own. */
  static StandardOutput ofThisProcess() {
    return new StandardOutput(new FileOutputStream(FileDescriptor.out));
  }

  /** What has gone wrong first; empty while it works. */
  Optional<IOException> failure() {
    return Optional.ofNullable(stream.failure);
  }

  private static final class Remembering extends FilterOutputStream {

    private volatile @Nullable IOException failure;

    Remembering(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      doing(() -> out.write(b));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      doing(() -> out.write(bytes, offset, length));
    }

    @Override
    public void flush() throws IOException {
      doing(out::flush);
    }

    private interface Writing {
      void run() throws IOException;
    }

    private void doing(Writing writing) throws IOException {
      try {
        writing.run();
      } catch (IOException lost) {
        if (failure == null) {
          failure = lost;
        }
        throw lost;
      }
    }
  }
}

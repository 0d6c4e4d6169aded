package io.proffer.agent.sandbox.fetch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Gives so many bytes and no more: what reads headers into memory cannot be made to read all. */
final class AllowanceInputStream extends FilterInputStream {

  private long left;

  AllowanceInputStream(InputStream in) {
    super(in);
  }

  void allow(long bytes) {
    left = bytes;
  }

  @Override
  public int read() throws IOException {
    take(1);
    return super.read();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int n = super.read(bytes, offset, length);
    take(Math.max(0, n));
    return n;
  }

  @Override
  public long skip(long bytes) throws IOException {
    long n = super.skip(bytes);
    take(n);
    return n;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void take(long bytes) throws FetchException {
    left -= bytes;
    if (left < 0) {
      throw new FetchException("a header in the archive is far too large: it is malformed");
    }
  }
}

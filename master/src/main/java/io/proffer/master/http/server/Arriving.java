package io.proffer.master.http.server;

import akka.util.ByteString;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A request whose body is still arriving. Of the connection's thread. */
final class Arriving {

  /** No call of a scheduler comes near it; what is larger is a mistake or an attack. */
  static final long MAX_BODY_BYTES = 64L << 20;

  private final HttpRequest request;
  private ByteString whole = ByteString.emptyByteString();
  private final ByteArrayOutputStream parts = new ByteArrayOutputStream(0);
  private long bytes;

  Arriving(HttpRequest request) {
    this.request = request;
    this.bytes =
        Math.max(0, HttpUtil.getContentLength(request, 0L)) > MAX_BODY_BYTES
            ? MAX_BODY_BYTES + 1
            : 0;
  }

  HttpRequest request() {
    return request;
  }

  boolean tooLarge() {
    return bytes > MAX_BODY_BYTES;
  }

  void add(ByteBuf part) {
    int size = part.readableBytes();
    if (size == 0) {
      return;
    }
    bytes += size;
    if (tooLarge()) {
      return;
    }
    if (bytes == size) {
      whole = ByteString.fromArrayUnsafe(ByteBufUtil.getBytes(part));
      return;
    }
    if (parts.size() == 0) {
      parts.writeBytes(whole.toArrayUnsafe());
    }
    try {
      part.getBytes(part.readerIndex(), parts, size);
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array cannot fail", e);
    }
  }

  /** All that came. */
  ByteString body() {
    return parts.size() == 0 ? whole : ByteString.fromArrayUnsafe(parts.toByteArray());
  }
}

package io.proffer.master.http.server;

import akka.util.ByteString;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpServerCodec;
import java.nio.charset.StandardCharsets;

/** Writes pieces of a body in chunks, each in its own, and many at a time. */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the connection
final class Chunks {

  /** So much is gathered before it is written. */
  private static final int MAX_GATHERED_BYTES = 64 << 10;

  private static final int CRLF = '\r' << 8 | '\n';
  private static final int FRAME_BYTES = 12;

  private Chunks() {}

  /**
   * Writes some of the pieces that are there, behind the codec, which has begun the body and ends
   * it: of its own it would write three buffers for each.
   *
   * @return false if no more are there now
   */
  static boolean write(ChannelHandlerContext context, Pieces pieces) {
    ByteString piece = pieces.next();
    if (piece == null) {
      return false;
    }
    ByteBuf chunks = context.alloc().ioBuffer(piece.size() + FRAME_BYTES);
    boolean written = false;
    try {
      while (piece != null) {
        append(chunks, piece);
        piece = chunks.readableBytes() < MAX_GATHERED_BYTES ? pieces.next() : null;
      }
      written = true;
    } finally {
      if (!written) {
        chunks.release();
      }
    }
    boolean full = chunks.readableBytes() >= MAX_GATHERED_BYTES;
    context.pipeline().context(HttpServerCodec.class).write(chunks);
    return full;
  }

  /** A chunk without content would be the last. */
  private static void append(ByteBuf chunks, ByteString piece) {
    if (!piece.isEmpty()) {
      chunks.writeCharSequence(Integer.toHexString(piece.size()), StandardCharsets.US_ASCII);
      chunks.writeShort(CRLF);
      chunks.writeBytes(piece.toArrayUnsafe());
      chunks.writeShort(CRLF);
    }
  }
}

package io.proffer.master.http;

import akka.util.ByteString;
import io.proffer.master.http.server.Request;
import io.proffer.master.http.server.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A body, compressed at most once. Thread-safe. */
final class Rendered {

  /** Compressing less saves nothing. */
  private static final int MIN_GZIP_BYTES = 1024;

  private static final String JAVASCRIPT = "text/javascript; charset=UTF-8";

  private final byte[] plain;
  private final ByteString body;
  private @Nullable ByteString gzipped;

  Rendered(byte[] plain) {
    this.plain = plain;
    this.body = ByteString.fromArrayUnsafe(plain);
  }

  /** As an answer of that type, compressed if the client takes that. */
  Response answer(Request request, String type) {
    return plain.length >= MIN_GZIP_BYTES && request.acceptsGzip()
        ? Response.ok(type, gzipped()).with("Content-Encoding", "gzip")
        : Response.ok(type, body);
  }

  /** As JSON, or as a script where the client asks for that with {@code ?jsonp=}. */
  Response json(Request request) {
    Optional<String> callback = request.parameter("jsonp");
    if (callback.isEmpty()) {
      return answer(request, Answers.JSON);
    }
    ByteString script =
        ByteString.fromString(callback.get() + "(", StandardCharsets.UTF_8)
            .concat(body)
            .concat(ByteString.fromString(");"));
    return Response.ok(JAVASCRIPT, script);
  }

  private synchronized ByteString gzipped() {
    ByteString known = gzipped;
    if (known == null) {
      known = ByteString.fromArrayUnsafe(gzip(plain));
      gzipped = known;
    }
    return known;
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 8 + 64);
    try (GZIPOutputStream gzip = new FastGzip(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array cannot fail", e);
    }
    return out.toByteArray();
  }

  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(ByteArrayOutputStream out) throws IOException {
      super(out, 8192);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}

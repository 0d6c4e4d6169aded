package io.proffer.master.http;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.util.ByteString;
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

  private static final RawHeader GZIPPED = RawHeader.create("Content-Encoding", "gzip");
  private static final ContentType JAVASCRIPT =
      ContentTypes.parse("text/javascript; charset=UTF-8");

  private final byte[] plain;
  private final ByteString body;
  private @Nullable ByteString gzipped;

  Rendered(byte[] plain) {
    this.plain = plain;
    this.body = ByteString.fromArrayUnsafe(plain);
  }

  /** As an answer of that type, compressed if the client takes that. */
  HttpResponse answer(Request request, ContentType type) {
    HttpResponse response = HttpResponse.create();
    return plain.length >= MIN_GZIP_BYTES && request.acceptsGzip()
        ? response.withEntity(HttpEntities.create(type, gzipped())).addHeader(GZIPPED)
        : response.withEntity(HttpEntities.create(type, body));
  }

  /** As JSON, or as a script where the client asks for that with {@code ?jsonp=}. */
  HttpResponse json(Request request) {
    Optional<String> callback = request.parameter("jsonp");
    if (callback.isEmpty()) {
      return answer(request, Answers.JSON);
    }
    ByteString script =
        ByteString.fromString(callback.get() + "(", StandardCharsets.UTF_8)
            .concat(body)
            .concat(ByteString.fromString(");"));
    return HttpResponse.create().withEntity(HttpEntities.create(JAVASCRIPT, script));
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

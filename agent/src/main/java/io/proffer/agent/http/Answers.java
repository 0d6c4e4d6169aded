package io.proffer.agent.http;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.util.ByteString;
import io.proffer.core.protocol.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The forms that answers have. */
final class Answers {

  /** Without a parameter: some clients understand none. */
  private static final ContentType.Binary PROTOBUF =
      MediaTypes.applicationBinary("x-protobuf", false).toContentType();

  /** Written as Mesos writes it. */
  private static final ContentType.NonBinary TEXT =
      MediaTypes.TEXT_PLAIN.toContentType(HttpCharsets.custom("utf-8"));

  private static final ContentType JAVASCRIPT =
      ContentTypes.parse("text/javascript; charset=UTF-8");

  private static final HttpResponse DONE = HttpResponse.create();

  private Answers() {}

  /** 200 without a body. */
  static HttpResponse done() {
    return DONE;
  }

  static HttpResponse text(int status, String message) {
    return HttpResponse.create()
        .withStatus(StatusCodes.get(status))
        .withEntity(HttpEntities.create(TEXT, message));
  }

  static HttpResponse bytes(ContentType type, byte[] body) {
    return HttpResponse.create()
        .withEntity(HttpEntities.create(type, ByteString.fromArrayUnsafe(body)));
  }

  static ContentType contentType(MediaType type) {
    return switch (type) {
      case JSON -> ContentTypes.APPLICATION_JSON;
      case PROTOBUF -> PROTOBUF;
    };
  }

  static HttpResponse message(MediaType type, byte[] body) {
    return bytes(contentType(type), body);
  }

  /** As JSON, or as a script where the client asks for that with {@code ?jsonp=}. */
  static HttpResponse json(Request request, byte[] json) {
    Optional<String> callback = request.parameter("jsonp");
    if (callback.isEmpty()) {
      return bytes(ContentTypes.APPLICATION_JSON, json);
    }
    String script = callback.get() + "(" + new String(json, StandardCharsets.UTF_8) + ");";
    return bytes(JAVASCRIPT, script.getBytes(StandardCharsets.UTF_8));
  }

  static HttpResponse methodNotAllowed(String allowed, String method) {
    return text(405, "Expecting one of { '%s' }, but received '%s'".formatted(allowed, method))
        .addHeader(RawHeader.create("Allow", allowed));
  }
}

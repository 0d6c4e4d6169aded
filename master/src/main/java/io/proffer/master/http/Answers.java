package io.proffer.master.http;

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
import io.proffer.master.kernel.CallOutcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The answers that do not depend on what was asked. */
final class Answers {

  /** Without a parameter: some clients understand none. */
  static final ContentType.Binary PROTOBUF =
      MediaTypes.applicationBinary("x-protobuf", false).toContentType();

  static final ContentType JSON = ContentTypes.APPLICATION_JSON;

  /** In lower case, as Mesos writes it. */
  private static final ContentType.NonBinary TEXT =
      MediaTypes.TEXT_PLAIN.toContentType(HttpCharsets.custom("utf-8"));

  private static final HttpResponse ACCEPTED =
      HttpResponse.create().withStatus(StatusCodes.ACCEPTED);
  private static final HttpResponse DONE = HttpResponse.create();

  private Answers() {}

  /** 202 without a body. */
  static HttpResponse accepted() {
    return ACCEPTED;
  }

  /** 200 without a body. */
  static HttpResponse done() {
    return DONE;
  }

  static HttpResponse text(int status, String message) {
    return HttpResponse.create().withStatus(StatusCodes.get(status)).withEntity(TEXT, message);
  }

  static HttpResponse json(byte[] json) {
    return HttpResponse.create()
        .withEntity(HttpEntities.create(JSON, ByteString.fromArrayUnsafe(json)));
  }

  static ContentType contentType(MediaType type) {
    return switch (type) {
      case JSON -> JSON;
      case PROTOBUF -> PROTOBUF;
    };
  }

  static HttpResponse methodNotAllowed(String allowed, String method) {
    return methodNotAllowed(List.of(allowed), method);
  }

  static HttpResponse methodNotAllowed(List<String> allowed, String method) {
    return text(
            405,
            "Expecting one of { '%s' }, but received '%s'"
                .formatted(String.join("', '", allowed), method))
        .addHeader(RawHeader.create("Allow", String.join(", ", allowed)));
  }

  static HttpResponse redirect(String location) {
    return HttpResponse.create()
        .withStatus(StatusCodes.TEMPORARY_REDIRECT)
        .addHeader(RawHeader.create("Location", location));
  }

  /** How a call that opens no stream is answered. */
  static HttpResponse of(CallOutcome outcome) {
    return switch (outcome) {
      case CallOutcome.Accepted o -> ACCEPTED;
      case CallOutcome.Done o -> DONE;
      case CallOutcome.Refused o -> text(o.status(), o.message());
      case CallOutcome.Subscribed o -> text(500, "This call opens no stream");
    };
  }

  static CompletionStage<HttpResponse> now(HttpResponse response) {
    return CompletableFuture.completedFuture(response);
  }
}

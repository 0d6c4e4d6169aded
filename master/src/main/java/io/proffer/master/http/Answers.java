package io.proffer.master.http;

import akka.util.ByteString;
import io.proffer.core.protocol.MediaType;
import io.proffer.master.http.server.Response;
import io.proffer.master.kernel.CallOutcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The answers that do not depend on what was asked. */
final class Answers {

  /** Without a parameter: some clients understand none. */
  static final String PROTOBUF = "application/x-protobuf";

  static final String JSON = "application/json";

  /** In lower case, as Mesos writes it. */
  private static final String TEXT = "text/plain; charset=utf-8";

  private static final Response ACCEPTED = Response.of(202);
  private static final Response DONE = Response.of(200);

  private Answers() {}

  /** 202 without a body. */
  static Response accepted() {
    return ACCEPTED;
  }

  /** 200 without a body. */
  static Response done() {
    return DONE;
  }

  static Response text(int status, String message) {
    return new Response(
        status, List.of(), new Response.Whole(TEXT, ByteString.fromString(message)));
  }

  static Response json(byte[] json) {
    return Response.ok(JSON, ByteString.fromArrayUnsafe(json));
  }

  static String contentType(MediaType type) {
    return switch (type) {
      case JSON -> JSON;
      case PROTOBUF -> PROTOBUF;
    };
  }

  static Response methodNotAllowed(String allowed, String method) {
    return methodNotAllowed(List.of(allowed), method);
  }

  static Response methodNotAllowed(List<String> allowed, String method) {
    return text(
            405,
            "Expecting one of { '%s' }, but received '%s'"
                .formatted(String.join("', '", allowed), method))
        .with("Allow", String.join(", ", allowed));
  }

  static Response redirect(String location) {
    return Response.of(307).with("Location", location);
  }

  /** How a call that opens no stream is answered. */
  static Response of(CallOutcome outcome) {
    return switch (outcome) {
      case CallOutcome.Accepted o -> ACCEPTED;
      case CallOutcome.Done o -> DONE;
      case CallOutcome.Refused o -> text(o.status(), o.message());
      case CallOutcome.Subscribed o -> text(500, "This call opens no stream");
    };
  }

  static CompletionStage<Response> now(Response response) {
    return CompletableFuture.completedFuture(response);
  }
}

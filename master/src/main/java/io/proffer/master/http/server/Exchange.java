package io.proffer.master.http.server;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** A request in the queue of its connection, and what it is answered with. Of one thread. */
final class Exchange {

  private final HttpRequest request;
  private final boolean keepsAlive;
  private @Nullable Response response;
  private boolean begun;

  /**
   * @param keepsAlive whether another request may follow on the connection
   */
  Exchange(HttpRequest request, boolean keepsAlive) {
    this.request = request;
    this.keepsAlive = keepsAlive && HttpUtil.isKeepAlive(request);
  }

  HttpRequest request() {
    return request;
  }

  /** Whether another request may follow; without chunks the end of a stream is the connection's. */
  boolean keepsAlive() {
    return keepsAlive && (takesChunks() || !opensStream());
  }

  /** Whether it is answered with a body whose end nobody knows yet. */
  boolean opensStream() {
    return response != null
        && response.body() instanceof Response.Streamed streamed
        && streamed.length().isEmpty();
  }

  /** Whether the client reads bodies in chunks. */
  boolean takesChunks() {
    return request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) >= 0;
  }

  void answered(Response with) {
    response = with;
  }

  @Nullable Response response() {
    return response;
  }

  /** Whether the response's head is on its way. */
  boolean begun() {
    return begun;
  }

  void begin() {
    begun = true;
  }

  /** The connection is closed. */
  void abandon() {
    Response given = response;
    if (given != null) {
      given.abandon();
    }
  }
}

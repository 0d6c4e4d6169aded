package io.proffer.master.http.server;

import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Date;

/** Status lines and headers of responses. Of the connection's thread. */
final class Heads {

  private Heads() {}

  @SuppressWarnings("JavaUtilDate") // which Netty writes with less ado than the JDK an instant
  static HttpResponse of(Response response, Exchange exchange) {
    HttpResponse head =
        new DefaultHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(response.status()));
    HttpHeaders headers = head.headers();
    for (Header header : response.headers()) {
      headers.add(header.name(), header.value());
    }
    headers.set(HttpHeaderNames.SERVER, "proffer");
    headers.set(HttpHeaderNames.DATE, DateFormatter.format(new Date()));
    describe(response.body(), exchange, response.status(), headers);
    if (!exchange.keepsAlive()) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (!exchange.takesChunks()) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
    return head;
  }

  private static void describe(
      Response.Body body, Exchange exchange, int status, HttpHeaders headers) {
    switch (body) {
      case Response.Nothing b -> {
        if (status != 204 && status != 304) {
          headers.set(HttpHeaderNames.CONTENT_LENGTH, HttpHeaderValues.ZERO);
        }
      }
      case Response.Whole b -> {
        headers.set(HttpHeaderNames.CONTENT_TYPE, b.type());
        headers.set(HttpHeaderNames.CONTENT_LENGTH, b.bytes().size());
      }
      case Response.Streamed b -> {
        headers.set(HttpHeaderNames.CONTENT_TYPE, b.type());
        if (b.length().isPresent()) {
          headers.set(HttpHeaderNames.CONTENT_LENGTH, b.length().getAsLong());
        } else if (exchange.takesChunks()) {
          headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
      }
      case Response.Upgraded b -> {}
    }
  }
}

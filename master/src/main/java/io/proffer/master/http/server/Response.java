package io.proffer.master.http.server;

import akka.util.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a request is answered with.
 *
 * @param headers besides those that tell of the connection and the body
 */
public record Response(int status, List<Header> headers, Body body) {

  /** What comes after the headers. */
  public sealed interface Body {}

  /** No body, and no type of one. */
  public record Nothing() implements Body {}

  /**
   * @param type as in {@code Content-Type}
   */
  public record Whole(String type, ByteString bytes) implements Body {}

  /**
   * @param type as in {@code Content-Type}
   * @param length where it is known before
   */
  public record Streamed(String type, OptionalLong length, Pieces pieces) implements Body {}

  /**
   * The connection is a WebSocket from now on.
   *
   * @param subprotocol one the client offered; empty for none
   */
  public record Upgraded(String subprotocol, WebSocketSession session) implements Body {}

  public Response {
    headers = List.copyOf(headers);
  }

  /** Without a body. */
  public static Response of(int status) {
    return new Response(status, List.of(), new Nothing());
  }

  /** 200 with a body. */
  public static Response ok(String type, ByteString bytes) {
    return new Response(200, List.of(), new Whole(type, bytes));
  }

  /** 200 with a body that comes by and by. */
  public static Response stream(String type, Pieces pieces) {
    return new Response(200, List.of(), new Streamed(type, OptionalLong.empty(), pieces));
  }

  /** 101, to a request that {@link Request#webSocket offers} it. */
  public static Response upgrade(String subprotocol, WebSocketSession session) {
    return new Response(101, List.of(), new Upgraded(subprotocol, session));
  }

  /** With one more header. */
  public Response with(String name, String value) {
    return with(List.of(new Header(name, value)));
  }

  /** With more headers. */
  public Response with(List<Header> more) {
    List<Header> all = new ArrayList<>(headers);
    all.addAll(more);
    return new Response(status, all, body);
  }

  /** Nobody will read it: what it would have streamed is let go. */
  void abandon() {
    switch (body) {
      case Nothing b -> {}
      case Whole b -> {}
      case Streamed b -> b.pieces().close();
      case Upgraded b -> b.session().closed();
    }
  }
}

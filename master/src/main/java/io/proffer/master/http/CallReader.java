package io.proffer.master.http;

import com.google.protobuf.Message;
import io.proffer.core.protocol.CallBody;
import io.proffer.core.protocol.MediaType;
import io.proffer.core.protocol.RefusedCallException;
import io.proffer.master.http.server.Request;

/** Reads the body of a v1 call: the checks from the method to a well-formed message, in order. */
final class CallReader {

  private CallReader() {}

  /**
   * @param prototype of the message the body is to be
   * @throws RefusedException with 405, 400 or 415
   */
  static <M extends Message> M read(Request request, M prototype) throws RefusedException {
    if (!request.method().equals("POST")) {
      throw new RefusedException(Answers.methodNotAllowed("POST", request.method()));
    }
    try {
      return CallBody.read(request.contentType(), request.body().toArrayUnsafe(), prototype);
    } catch (RefusedCallException e) {
      throw new RefusedException(e.status(), e.said());
    }
  }

  /**
   * The media type to answer in.
   *
   * @throws RefusedException with 406
   */
  static MediaType negotiate(Request request) throws RefusedException {
    try {
      return CallBody.negotiate(request.header("accept"));
    } catch (RefusedCallException e) {
      throw new RefusedException(e.status(), e.said());
    }
  }
}

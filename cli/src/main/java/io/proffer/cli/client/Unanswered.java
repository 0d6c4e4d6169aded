package io.proffer.cli.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** Why nobody answered, in a few words. */
final class Unanswered {

  private Unanswered() {}

  static String why(IOException failure) {
    return switch (failure) {
      case ConnectException refused -> "connection refused";
      case UnknownHostException unknown -> "unknown host";
      case SocketTimeoutException slow -> "no answer in time";
      case SSLException notTls ->
          "what answers there speaks no TLS that can be trusted: " + notTls.getMessage();
      case IOException other -> String.valueOf(other.getMessage());
    };
  }
}

package io.proffer.agent.sandbox.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Downloads by http and https. */
final class WebTransfer implements AutoCloseable {

  private static final int MAX_REDIRECTS = 10;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);

  private final Transfer transfer;

  /** Redirects are followed here, so that each can be looked at. */
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  WebTransfer(Transfer transfer) {
    this.transfer = transfer;
  }

  Outcome run(Source.Web source, Optional<Validator> known, Receiver receiver, FetchWatch watch)
      throws IOException {
    watch.downloadBegins();
    try (Body body = follow(source, known)) {
      HttpResponse<InputStream> response = body.response();
      if (known.isPresent() && unchanged(response, known.get())) {
        return new Outcome.Unchanged();
      }
      if (response.statusCode() != 200) {
        throw new FetchException("the server answered with status " + response.statusCode());
      }
      Validator validator = validator(response.headers());
      if (validator.size().isPresent()) {
        transfer.refuseTooLarge(validator.size().get());
        receiver.expect(validator.size().get());
      }
      transfer.copy(response.body(), receiver, watch);
      return new Outcome.Received(validator);
    } finally {
      watch.downloadEnds();
    }
  }

  private static boolean unchanged(HttpResponse<InputStream> response, Validator known) {
    if (response.statusCode() == 304) {
      return true;
    }
    // Without anything to ask by, the same size is taken for the same content, as in Mesos.
    return response.statusCode() == 200
        && !known.conditional()
        && known.size().isPresent()
        && known.size().equals(validator(response.headers()).size());
  }

  private static Validator validator(HttpHeaders headers) {
    return new Validator(
        headers.firstValue("ETag"),
        headers.firstValue("Last-Modified"),
        headers.firstValueAsLong("Content-Length").stream().boxed().findFirst());
  }

  /** An answer whose connection is given up if its body has not been read to the end. */
  private record Body(HttpResponse<InputStream> response) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      response.body().close();
    }
  }

  private Body follow(Source.Web source, Optional<Validator> known) throws IOException {
    URI uri = source.uri();
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      HttpResponse<InputStream> response = send(request(uri, source, known), uri);
      int status = response.statusCode();
      Optional<String> location = response.headers().firstValue("Location");
      if (status == 304 || status / 100 != 3 || location.isEmpty()) {
        return new Body(response);
      }
      response.body().close();
      uri = redirected(uri, location.get());
    }
    throw new FetchException("the server redirects more than " + MAX_REDIRECTS + " times");
  }

  private static URI redirected(URI from, String location) throws FetchException {
    URI to;
    try {
      to = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new FetchException("the server redirects to a malformed URI", e);
    }
    String scheme = String.valueOf(to.getScheme()).toLowerCase(Locale.ROOT);
    if (to.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw new FetchException("the server redirects to '" + to + "', which is not on the web");
    }
    if (scheme.equals("http") && "https".equalsIgnoreCase(from.getScheme())) {
      throw new FetchException(
          "the server redirects from https to http, '" + to + "', where anybody could change it");
    }
    return to;
  }

  private static HttpRequest request(URI uri, Source.Web source, Optional<Validator> known) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).GET().header("User-Agent", "proffer-agent");
    // A password is for the server it was given for.
    boolean sameServer =
        uri.getAuthority().equals(source.uri().getAuthority())
            && uri.getScheme().equals(source.uri().getScheme());
    if (sameServer) {
      source.authorization().ifPresent(a -> request.header("Authorization", a));
    }
    known.flatMap(Validator::etag).ifPresent(e -> request.header("If-None-Match", e));
    known.flatMap(Validator::modifiedAt).ifPresent(m -> request.header("If-Modified-Since", m));
    return request.build();
  }

  private HttpResponse<InputStream> send(HttpRequest request, URI uri) throws IOException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (HttpConnectTimeoutException e) {
      throw new FetchException(
          "nobody answers at " + server(uri) + " within " + CONNECT_TIMEOUT.toSeconds() + " s", e);
    } catch (ConnectException e) {
      throw new FetchException(
          (unknownHost(e) ? "there is no host " : "nobody listens at ") + server(uri), e);
    } catch (SSLException e) {
      throw new FetchException(
          "the connection to " + server(uri) + " cannot be trusted: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static boolean unknownHost(ConnectException e) {
    Throwable cause = e.getCause();
    while (cause != null
        && !(cause instanceof UnresolvedAddressException)
        && !(cause instanceof UnknownHostException)) {
      cause = cause.getCause();
    }
    return cause != null;
  }

  private static String server(URI uri) {
    return uri.getScheme() + "://" + uri.getAuthority();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}

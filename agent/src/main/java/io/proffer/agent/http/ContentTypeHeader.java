package io.proffer.agent.http;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.MediaType;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.settings.ParserSettings;
import akka.http.javadsl.settings.ServerSettings;
import java.util.Optional;

/**
 * Tells a request without {@code Content-Type} from one with a type nobody knows. Akka HTTP takes
 * both for {@code application/octet-stream}; so that very type, where a client does send it, is
 * made recognizable here by a property that the default does not have.
 */
final class ContentTypeHeader {

  private static final boolean MARKED = true;
  private static final MediaType.Binary SENT_OCTET_STREAM =
      MediaTypes.applicationBinary("octet-stream", MARKED);

  private ContentTypeHeader() {}

  /** Settings with which {@link #of} can tell. */
  static ServerSettings tellingApart(ServerSettings settings) {
    ParserSettings parser = settings.getParserSettings().withCustomMediaTypes(SENT_OCTET_STREAM);
    return settings.withParserSettings(parser);
  }

  /** The type the client sent; empty if it sent none. */
  static Optional<String> of(HttpRequest request) {
    ContentType type = request.entity().getContentType();
    boolean sent =
        !type.mediaType().equals(MediaTypes.APPLICATION_OCTET_STREAM)
            || type.mediaType().isCompressible();
    return sent ? Optional.of(type.toString()) : unparsed(request);
  }

  /** A header that is no media type stays with the others. */
  private static Optional<String> unparsed(HttpRequest request) {
    for (HttpHeader header : request.getHeaders()) {
      if (header.is("content-type")) {
        return Optional.of(header.value());
      }
    }
    return Optional.empty();
  }
}

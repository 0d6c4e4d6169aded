package io.proffer.master.http;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.util.ByteString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The files of the dashboard, as its build left them on the class path: compressed, and named by
 * their content but for the page itself. Without them there is no dashboard.
 */
final class DashboardFiles {

  private static final String ROOT = "io/proffer/dashboard/";
  private static final String PAGE = "index.html";

  /** The page runs nothing and loads nothing that is not its own; nobody can frame it. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
          + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final List<HttpHeader> ALWAYS =
      List.of(
          RawHeader.create("X-Content-Type-Options", "nosniff"),
          RawHeader.create("Referrer-Policy", "no-referrer"),
          RawHeader.create("Vary", "Accept-Encoding"));
  private static final List<HttpHeader> OF_PAGE =
      List.of(
          RawHeader.create("Content-Security-Policy", POLICY),
          RawHeader.create("Cross-Origin-Opener-Policy", "same-origin"),
          RawHeader.create("X-Frame-Options", "DENY"),
          RawHeader.create("Cache-Control", "no-cache"));
  private static final HttpHeader FOR_EVER =
      RawHeader.create("Cache-Control", "public, max-age=31536000, immutable");
  private static final HttpHeader GZIPPED = RawHeader.create("Content-Encoding", "gzip");

  private record Asset(ContentType type, ByteString gzipped, ByteString plain) {

    HttpResponse answer(Request request) {
      HttpResponse response = HttpResponse.create().addHeaders(ALWAYS);
      return request.acceptsGzip()
          ? response.withEntity(HttpEntities.create(type, gzipped)).addHeader(GZIPPED)
          : response.withEntity(HttpEntities.create(type, plain));
    }
  }

  private final Map<String, Asset> files;

  private DashboardFiles(Map<String, Asset> files) {
    this.files = files;
  }

  /** Those on a class path; none where the dashboard was left out of the build. */
  static DashboardFiles load(ClassLoader loader) {
    Map<String, Asset> files = new LinkedHashMap<>();
    byte[] list = read(loader, "files.txt");
    if (list != null) {
      for (String path : new String(list, StandardCharsets.UTF_8).lines().toList()) {
        byte[] gzipped = read(loader, path + ".gz");
        if (gzipped != null) {
          files.put(path, asset(path, gzipped));
        }
      }
    }
    return new DashboardFiles(files);
  }

  private static byte @Nullable [] read(ClassLoader loader, String path) {
    try (InputStream in = loader.getResourceAsStream(ROOT + path)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("The dashboard's " + path + " cannot be read", e);
    }
  }

  private static Asset asset(String path, byte[] gzipped) {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(gzipped))) {
      return new Asset(
          type(path),
          ByteString.fromArrayUnsafe(gzipped),
          ByteString.fromArrayUnsafe(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException("The dashboard's " + path + " is broken", e);
    }
  }

  private static ContentType type(String path) {
    String ending = path.substring(path.lastIndexOf('.') + 1);
    return switch (ending) {
      case "html" -> ContentTypes.TEXT_HTML_UTF8;
      case "js" -> ContentTypes.parse("text/javascript; charset=UTF-8");
      case "css" -> ContentTypes.parse("text/css; charset=UTF-8");
      case "svg" -> ContentTypes.parse("image/svg+xml");
      default -> ContentTypes.APPLICATION_OCTET_STREAM;
    };
  }

  /** The page, for a browser that asks for one; empty if there is none, or something else asks. */
  Optional<HttpResponse> page(Request request) {
    return Optional.ofNullable(files.get(PAGE))
        .filter(page -> request.acceptsHtml())
        .map(page -> page.answer(request).addHeaders(OF_PAGE));
  }

  /** {@code GET /assets/...}: what has another content has another name. */
  CompletionStage<HttpResponse> asset(Request request) throws RefusedException {
    Asset asset = files.get(request.path().substring(1));
    if (asset == null || request.path().endsWith(PAGE)) {
      throw new RefusedException(
          404, "The dashboard has no '%s'; load its page again".formatted(request.path()));
    }
    return Answers.now(asset.answer(request).addHeader(FOR_EVER));
  }
}

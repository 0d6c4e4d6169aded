package io.proffer.master.http;

import akka.util.ByteString;
import io.proffer.master.http.server.Header;
import io.proffer.master.http.server.Request;
import io.proffer.master.http.server.Response;
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

  private static final List<Header> ALWAYS =
      List.of(
          new Header("X-Content-Type-Options", "nosniff"),
          new Header("Referrer-Policy", "no-referrer"),
          new Header("Vary", "Accept-Encoding"));
  private static final List<Header> OF_PAGE =
      List.of(
          new Header("Content-Security-Policy", POLICY),
          new Header("Cross-Origin-Opener-Policy", "same-origin"),
          new Header("X-Frame-Options", "DENY"),
          new Header("Cache-Control", "no-cache"));
  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  private record Asset(String type, ByteString gzipped, ByteString plain) {

    Response answer(Request request) {
      Response response =
          request.acceptsGzip()
              ? Response.ok(type, gzipped).with("Content-Encoding", "gzip")
              : Response.ok(type, plain);
      return response.with(ALWAYS);
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

  private static String type(String path) {
    String ending = path.substring(path.lastIndexOf('.') + 1);
    return switch (ending) {
      case "html" -> "text/html; charset=UTF-8";
      case "js" -> "text/javascript; charset=UTF-8";
      case "css" -> "text/css; charset=UTF-8";
      case "svg" -> "image/svg+xml";
      default -> "application/octet-stream";
    };
  }

  /** The page, for a browser that asks for one; empty if there is none, or something else asks. */
  Optional<Response> page(Request request) {
    return Optional.ofNullable(files.get(PAGE))
        .filter(page -> request.acceptsHtml())
        .map(page -> page.answer(request).with(OF_PAGE));
  }

  /** {@code GET /assets/...}: what has another content has another name. */
  CompletionStage<Response> asset(Request request) throws RefusedException {
    Asset asset = files.get(request.path().substring(1));
    if (asset == null || request.path().endsWith(PAGE)) {
      throw new RefusedException(
          404, "The dashboard has no '%s'; load its page again".formatted(request.path()));
    }
    return Answers.now(asset.answer(request).with("Cache-Control", FOR_EVER));
  }
}

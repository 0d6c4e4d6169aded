package io.proffer.cli.edge;

import io.proffer.discovery.catalog.CatalogFeed;
import io.proffer.discovery.haproxy.Haproxy;
import io.proffer.discovery.haproxy.HaproxyConfiguration;
import io.proffer.discovery.haproxy.RouterOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** An HAProxy that is led as by {@code proffer router haproxy}. */
final class Router implements AutoCloseable {

  private final int port;
  private final Path files;
  private final Haproxy haproxy;
  private final CatalogFeed feed;

  /** Begins. */
  Router(String service, int port, Path files) {
    this.port = port;
    this.files = files;
    RouterOptions options =
        new RouterOptions(
            "127.0.0.1", OptionalInt.of(port), List.of(), files.resolve("haproxy.sock"));
    haproxy = new Haproxy("haproxy", files);
    feed =
        CatalogFeed.start(
            List.of(URI.create(service)),
            Optional.empty(),
            catalog -> use(HaproxyConfiguration.of(catalog, options)));
  }

  private void use(String configuration) {
    try {
      haproxy.use(configuration);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** Where virtual hosts are served. */
  int port() {
    return port;
  }

  /** To how many instances it leads new requests, by name and path. */
  long servers() throws IOException {
    String site = configuration().replaceFirst("(?s).*(?=backend site_)", "");
    return site.lines()
        .takeWhile(line -> !line.startsWith("frontend"))
        .filter(line -> line.matches("  server .* weight [1-9]\\d*"))
        .count();
  }

  /** What HAProxy was told last. */
  String configuration() throws IOException {
    return Files.readString(files.resolve(Haproxy.FILE));
  }

  @Override
  public void close() {
    feed.close();
    haproxy.close();
  }
}

package io.proffer.discovery.catalog;

import java.util.List;
import java.util.Optional;

/**
 * All apps and where their instances are, as the framework told at one moment.
 *
 * @param framework the framework's name
 * @param leader where it listens; empty while it says nothing of it
 * @param master where the leading master listens; empty while there is none
 * @param apps in the order of their ids
 */
public record Catalog(
    String framework, Optional<Endpoint> leader, Optional<Endpoint> master, List<App> apps) {

  /** One that knows of nothing. */
  public static final Catalog EMPTY =
      new Catalog("marathon", Optional.empty(), Optional.empty(), List.of());

  /** Keeps its own copy. */
  public Catalog {
    apps = List.copyOf(apps);
  }

  /** A host and a port. */
  public record Endpoint(String host, int port) {

    /** Reads {@code host:port}; empty where it is something else. */
    public static Optional<Endpoint> parse(String text) {
      int colon = text.lastIndexOf(':');
      String port = text.substring(colon + 1);
      return colon > 0 && port.matches("\\d{1,5}")
          ? Optional.of(new Endpoint(text.substring(0, colon), Integer.parseInt(port)))
          : Optional.empty();
    }
  }
}

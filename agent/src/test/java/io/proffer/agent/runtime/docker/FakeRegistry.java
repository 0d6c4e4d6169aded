package io.proffer.agent.runtime.docker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * As much of an image registry as an engine needs to pull from it. Each image has one layer, with
 * the program that only waits, and a file that makes it unlike the others.
 */
final class FakeRegistry implements AutoCloseable {

  private static final int TLS_HANDSHAKE = 0x16;
  private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

  private final HttpServer server;
  private final ServerSocket door;
  private final Optional<String> login;
  private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
  private final Map<String, byte[]> manifests = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  private FakeRegistry(HttpServer server, ServerSocket door, Optional<String> login) {
    this.server = server;
    this.door = door;
    this.login = login;
  }

  /**
   * @param login {@code user:password} that is asked for; empty when anybody may pull
   */
  static FakeRegistry start(Optional<String> login) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    FakeRegistry registry =
        new FakeRegistry(server, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), login);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/v2/", registry::answer);
    server.start();
    Thread.ofVirtual().start(registry::letIn);
    return registry;
  }

  /** Adds an image; gives the name to pull it by. */
  String add(String repository, int size) throws IOException {
    byte[] layer = layer(repository, size);
    byte[] config =
        ("{\"os\":\"linux\",\"architecture\":\"amd64\",\"config\":{\"Cmd\":[\"/pause\"]},"
                + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                + digest(layer)
                + "\"]}}")
            .getBytes(StandardCharsets.UTF_8);
    blobs.put(digest(layer), layer);
    blobs.put(digest(config), config);
    manifests.put(
        repository,
        """
        {"schemaVersion":2,"mediaType":"%s",
         "config":{"mediaType":"application/vnd.docker.container.image.v1+json","size":%d,"digest":"%s"},
         "layers":[{"mediaType":"application/vnd.docker.image.rootfs.diff.tar","size":%d,"digest":"%s"}]}
        """
            .formatted(MANIFEST, config.length, digest(config), layer.length, digest(layer))
            .getBytes(StandardCharsets.UTF_8));
    return address() + "/" + repository + ":1";
  }

  String address() {
    return "127.0.0.1:" + door.getLocalPort();
  }

  /** The paths that were asked for. */
  List<String> asked() {
    return asked;
  }

  /** An engine tries TLS first, at which Java's server would wait for the end of a line. */
  private void letIn() {
    try {
      while (true) {
        Socket client = door.accept();
        Thread.ofVirtual().start(() -> letIn(client));
      }
    } catch (IOException e) {
      return; // closed
    }
  }

  private void letIn(Socket client) {
    try (client;
        Socket inside =
            new Socket(server.getAddress().getAddress(), server.getAddress().getPort())) {
      int first = client.getInputStream().read();
      if (first < 0 || first == TLS_HANDSHAKE) {
        return;
      }
      inside.getOutputStream().write(first);
      Thread.ofVirtual().start(() -> copy(inside, client));
      copy(client, inside);
    } catch (IOException e) {
      return; // the engine went away
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      return; // one of them is closed
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (!mayPull(exchange)) {
        exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"test\"");
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      asked.add(exchange.getRequestMethod() + " " + path);
      byte[] body = body(path);
      if (body == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      exchange
          .getResponseHeaders()
          .add("Content-Type", path.contains("/manifests/") ? MANIFEST : "application/json");
      exchange.getResponseHeaders().add("Docker-Content-Digest", digest(body));
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().add("Content-Length", Integer.toString(body.length));
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private boolean mayPull(HttpExchange exchange) {
    String expected =
        login
            .map(l -> Base64.getEncoder().encodeToString(l.getBytes(StandardCharsets.UTF_8)))
            .map(l -> "Basic " + l)
            .orElse("");
    return login.isEmpty()
        || expected.equals(exchange.getRequestHeaders().getFirst("Authorization"));
  }

  private byte @Nullable [] body(String path) {
    String rest = path.substring("/v2/".length());
    if (rest.isEmpty()) {
      return "{}".getBytes(StandardCharsets.UTF_8);
    }
    int manifest = rest.indexOf("/manifests/");
    if (manifest >= 0) {
      return manifests.get(rest.substring(0, manifest));
    }
    return blobs.get(rest.substring(rest.lastIndexOf('/') + 1));
  }

  private static byte[] layer(String name, int size) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      add(tar, "pause", PauseProgram.of(System.getProperty("os.arch")).orElseThrow().file());
      add(tar, "of-" + name.replace('/', '-'), new byte[size]);
    }
    return bytes.toByteArray();
  }

  private static void add(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    entry.setMode(0755);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static String digest(byte[] bytes) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.stop(0);
  }
}

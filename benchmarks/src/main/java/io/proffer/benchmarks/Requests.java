package io.proffer.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client of a framework's API. */
public final class Requests {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final String url;

  public Requests(String url) {
    this.url = url;
  }

  public HttpClient client() {
    return client;
  }

  public HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
    return send("GET", path, "");
  }

  public JsonNode json(String path) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = get(path);
    return JSON.readTree(response.body());
  }

  public HttpResponse<byte[]> send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Duration.ofSeconds(60))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  /** As {@link #send}; what is refused cannot be measured. */
  public void must(String method, String path, String body)
      throws IOException, InterruptedException {
    var unused = taken(method, path, body);
  }

  /** Posts something, and reads what has become of it. */
  public JsonNode created(String path, String body) throws IOException, InterruptedException {
    return JSON.readTree(taken("POST", path, body));
  }

  private byte[] taken(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> response = send(method, path, body);
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          method
              + " "
              + path
              + " was answered with "
              + response.statusCode()
              + ": "
              + new String(response.body(), StandardCharsets.UTF_8));
    }
    return response.body();
  }
}

package io.proffer.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A resource provider written with nothing but the JDK against the HTTP API, in JSON: it has one
 * disk, which is RAW until it is asked to make a directory of it.
 */
final class JdkProvider implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI api;
  private final Path directory;
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final InputStream stream;
  private final String streamId;
  private final String id;

  private JdkProvider(URI api, Path directory, String info)
      throws IOException, InterruptedException {
    this.api = api;
    this.directory = directory;
    HttpResponse<InputStream> answer =
        http.send(
            request("{'type':'SUBSCRIBE','subscribe':{'resource_provider_info':" + info + "}}")
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());
    this.stream = answer.body();
    this.streamId = answer.headers().firstValue("Mesos-Stream-Id").orElseThrow();
    this.id = event().at("/subscribed/provider_id/value").asText();
  }

  /** Subscribes, says what it has, and answers the agent from then on. */
  static JdkProvider start(String agentAddress, Path directory)
      throws IOException, InterruptedException {
    JdkProvider provider =
        new JdkProvider(
            URI.create("http://" + agentAddress + "/api/v1/resource_provider"),
            directory,
            "{'type':'org.example.disk','name':'jdk'}");
    int status =
        provider.call(
            "'type':'UPDATE_STATE','update_state':{'resources':[%s],%s}"
                .formatted(provider.disk("RAW"), provider.uuid("resource_version_uuid")));
    if (status != 202) {
      throw new IOException("UPDATE_STATE is answered with " + status);
    }
    Thread.ofVirtual().start(provider::serve);
    return provider;
  }

  String id() {
    return id;
  }

  /** The types of what it was told. */
  List<String> events() {
    return List.copyOf(events);
  }

  /** A resource, as JSON. */
  String disk(String type) {
    String mount =
        type.equals("MOUNT") ? ",'mount':{'root':'%s'},'profile':'plain'".formatted(directory) : "";
    return ("{'provider_id':{'value':'%s'},'name':'disk','type':'SCALAR','scalar':{'value':256},"
            + "'disk':{'source':{'type':'%s','id':'disk-1'%s}}}")
        .formatted(id, type, mount);
  }

  private void serve() {
    try {
      while (true) {
        answer(event());
      }
    } catch (IOException e) {
      events.add("END");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(JsonNode event) throws IOException, InterruptedException {
    events.add(event.get("type").asText());
    switch (event.get("type").asText()) {
      case "PUBLISH_RESOURCES" ->
          call(
              "'type':'UPDATE_PUBLISH_RESOURCES_STATUS','update_publish_resources_status':"
                  + "{'uuid':%s,'status':'OK'}".formatted(event.at("/publish_resources/uuid")));
      case "APPLY_OPERATION" -> apply(event.get("apply_operation"));
      default -> {}
    }
  }

  private void apply(JsonNode operation) throws IOException, InterruptedException {
    String converted = "";
    if (operation.at("/info/type").asText().equals("CREATE_DISK")) {
      Files.createDirectories(directory);
      converted = ",'converted_resources':[" + disk("MOUNT") + "]";
    }
    call(
        ("'type':'UPDATE_OPERATION_STATUS','update_operation_status':{'framework_id':%s,"
                + "'operation_uuid':%s,'status':{'state':'OPERATION_FINISHED',%s,"
                + "'resource_provider_id':{'value':'%s'}%s}}")
            .formatted(
                operation.get("framework_id"),
                operation.get("operation_uuid"),
                uuid("uuid"),
                id,
                converted));
  }

  private int call(String fields) throws IOException, InterruptedException {
    String body = "{'resource_provider_id':{'value':'" + id + "'}," + fields + "}";
    return http.send(
            request(body).header("Mesos-Stream-Id", streamId).build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private HttpRequest.Builder request(String body) {
    return HttpRequest.newBuilder(api)
        .header("Content-Type", "application/json")
        .header("Accept", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
  }

  /** A field with a new UUID, whose bytes are written in Base64. */
  private String uuid(String field) {
    byte[] bytes = new byte[16];
    UUID uuid = UUID.randomUUID();
    java.nio.ByteBuffer.wrap(bytes)
        .putLong(uuid.getMostSignificantBits())
        .putLong(uuid.getLeastSignificantBits());
    return "'%s':{'value':'%s'}".formatted(field, Base64.getEncoder().encodeToString(bytes));
  }

  /** One record: its length in digits, a line feed, and so many bytes. */
  private JsonNode event() throws IOException {
    int length = 0;
    for (int c = stream.read(); c != '\n'; c = stream.read()) {
      if (c < 0) {
        throw new IOException("the stream has ended");
      }
      length = length * 10 + c - '0';
    }
    return JSON.readTree(stream.readNBytes(length));
  }

  /** It is there no more. */
  void leave() throws IOException {
    stream.close();
  }

  @Override
  public void close() throws IOException {
    leave();
  }
}

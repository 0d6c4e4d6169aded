package io.proffer.agent;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An executor that knows nothing but the JDK and the executor API in JSON. Each task runs until it
 * is killed or a message names it; a message {@code exit N} ends the executor with that status.
 */
public final class JdkExecutor {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Map<String, String> ENV = System.getenv();
  private static final Pattern TASK = Pattern.compile("\"task_id\":\\{\"value\":\"([^\"]+)\"\\}");

  private final Map<String, String> unacknowledged = new LinkedHashMap<>();

  private JdkExecutor() {}

  /** What the agent starts. */
  public static void main(String[] args) throws Exception {
    JdkExecutor executor = new JdkExecutor();
    while (true) {
      try {
        executor.subscribe();
      } catch (IOException e) {
        System.err.println("again: " + e);
      }
      Thread.sleep(200);
    }
  }

  private void subscribe() throws IOException, InterruptedException {
    String updates = String.join(",", unacknowledged.values());
    HttpResponse<InputStream> answer =
        HTTP.send(
            request("SUBSCRIBE", "\"subscribe\":{\"unacknowledged_updates\":[" + updates + "]}"),
            HttpResponse.BodyHandlers.ofInputStream());
    System.out.println("SUBSCRIBE " + answer.statusCode());
    if (answer.statusCode() != 200) {
      return;
    }
    try (InputStream events = new BufferedInputStream(answer.body())) {
      while (true) {
        Optional<String> event = read(events);
        if (event.isEmpty()) {
          return;
        }
        handle(event.get());
      }
    }
  }

  private static Optional<String> read(InputStream events) throws IOException {
    StringBuilder length = new StringBuilder();
    for (int c = events.read(); c != '\n'; c = events.read()) {
      if (c < 0) {
        return Optional.empty();
      }
      length.append((char) c);
    }
    byte[] record = events.readNBytes(Integer.parseInt(length.toString()));
    return Optional.of(new String(record, StandardCharsets.UTF_8));
  }

  private void handle(String event) throws IOException, InterruptedException {
    System.out.println(event);
    if (event.contains("\"type\":\"LAUNCH\"") || event.contains("\"type\":\"LAUNCH_GROUP\"")) {
      Matcher tasks = TASK.matcher(event);
      while (tasks.find()) {
        update(tasks.group(1), "TASK_RUNNING");
      }
    } else if (event.contains("\"type\":\"KILL\"")) {
      update(first(TASK, event), "TASK_KILLED");
    } else if (event.contains("\"type\":\"ACKNOWLEDGED\"")) {
      unacknowledged.remove(first(Pattern.compile("\"uuid\":\"([^\"]+)\""), event));
    } else if (event.contains("\"type\":\"MESSAGE\"")) {
      received(
          new String(
              Base64.getDecoder().decode(first(Pattern.compile("\"data\":\"([^\"]+)\""), event)),
              StandardCharsets.UTF_8));
    } else if (event.contains("\"type\":\"SHUTDOWN\"")) {
      System.exit(0);
    }
  }

  private void received(String message) throws IOException, InterruptedException {
    if (message.startsWith("exit ")) {
      System.exit(Integer.parseInt(message.substring("exit ".length())));
    }
    update(message, "TASK_FINISHED");
    byte[] done = ("done " + message).getBytes(StandardCharsets.UTF_8);
    String data = Base64.getEncoder().encodeToString(done);
    post(request("MESSAGE", "\"message\":{\"data\":\"" + data + "\"}"));
  }

  private static String first(Pattern pattern, String event) {
    Matcher found = pattern.matcher(event);
    if (!found.find()) {
      throw new IllegalStateException("no " + pattern + " in " + event);
    }
    return found.group(1);
  }

  private void update(String task, String state) throws IOException, InterruptedException {
    UUID random = UUID.randomUUID();
    String uuid =
        Base64.getEncoder()
            .encodeToString(
                ByteBuffer.allocate(16)
                    .putLong(random.getMostSignificantBits())
                    .putLong(random.getLeastSignificantBits())
                    .array());
    String body =
        "{\"status\":{\"task_id\":{\"value\":\"%s\"},\"state\":\"%s\",\"uuid\":\"%s\",\"source\":\"SOURCE_EXECUTOR\"}}"
            .formatted(task, state, uuid);
    unacknowledged.put(uuid, body);
    post(request("UPDATE", "\"update\":" + body));
  }

  private static void post(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    System.out.println(answer.statusCode() + " " + answer.body());
  }

  private static HttpRequest request(String type, String field) {
    String call =
        "{\"type\":\"%s\",\"framework_id\":{\"value\":\"%s\"},\"executor_id\":{\"value\":\"%s\"},%s}"
            .formatted(type, ENV.get("MESOS_FRAMEWORK_ID"), ENV.get("MESOS_EXECUTOR_ID"), field);
    return HttpRequest.newBuilder(
            URI.create("http://" + ENV.get("MESOS_AGENT_ENDPOINT") + "/api/v1/executor"))
        .header("Content-Type", "application/json")
        .header("Accept", "application/json")
        .header("Authorization", "Bearer " + ENV.get("MESOS_EXECUTOR_AUTHENTICATION_TOKEN"))
        .POST(HttpRequest.BodyPublishers.ofString(call))
        .build();
  }
}

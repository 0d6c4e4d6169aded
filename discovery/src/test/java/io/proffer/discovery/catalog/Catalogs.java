package io.proffer.discovery.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Catalogs for tests, from what a framework says. */
public final class Catalogs {

  private static final String INFO =
      """
      {"leader": "127.0.0.1:8080", "marathon_config":
        {"framework_name": "marathon", "mesos_leader_ui_url": "http://127.0.0.2:5050"}}""";

  private Catalogs() {}

  /** From the objects of apps, with commas between them. */
  public static Catalog of(String apps) {
    return CatalogReader.read(json(INFO), json("{\"apps\": [" + apps + "]}"));
  }

  /** An app on the network of its machines. */
  public static String app(String id, String labels, String ports, String... tasks) {
    return """
        {"id": "%s", "labels": %s, "networks": [{"mode": "host"}], "healthChecks": [{}],
         "portDefinitions": %s, "tasks": [%s]}"""
        .formatted(id, labels, ports, String.join(",", tasks));
  }

  /** A task that is healthy, or not. */
  public static String task(String id, String host, int port, String state, boolean alive) {
    return """
        {"id": "%s", "slaveId": "m-S3", "host": "%s", "ports": [%d], "state": "%s",
         "ipAddresses": [{"ipAddress": "10.0.0.9"}], "healthCheckResults": [{"alive": %s}]}"""
        .formatted(id, host, port, state, alive);
  }

  private static JsonNode json(String text) {
    try {
      return new JsonMapper().readTree(text);
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException(text, malformed);
    }
  }
}

package io.proffer.frameworks.common.openapi;

import java.util.List;
import java.util.Optional;

/**
 * Something that can be asked for.
 *
 * @param path with parameters in braces
 * @param query the parameters it takes after the question mark
 * @param body the schema of what is sent; empty for nothing
 * @param answer the schema of what is answered, or a media type of text; empty for nothing
 * @param statuses of what went well
 */
public record Operation(
    String method,
    String path,
    String summary,
    List<String> query,
    Optional<String> body,
    String answer,
    List<Integer> statuses) {

  public Operation {
    query = List.copyOf(query);
    statuses = List.copyOf(statuses);
  }

  /** One that is read. */
  public static Operation get(String path, String summary, String answer, String... query) {
    return new Operation(
        "GET", path, summary, List.of(query), Optional.empty(), answer, List.of(200));
  }

  /** One that ends something. */
  public static Operation delete(String path, String summary, String answer, String... query) {
    return new Operation(
        "DELETE", path, summary, List.of(query), Optional.empty(), answer, List.of(200));
  }

  /** One that something is sent for. */
  public static Operation send(
      String method, String path, String summary, String body, String answer, String... query) {
    return new Operation(
        method, path, summary, List.of(query), Optional.of(body), answer, List.of(200));
  }

  /** The same without anything sent. */
  public Operation empty() {
    return new Operation(method, path, summary, query, Optional.empty(), answer, statuses);
  }

  /** The same with other statuses. */
  public Operation answering(Integer... others) {
    return new Operation(method, path, summary, query, body, answer, List.of(others));
  }

  /** Whether the answer is text. */
  public boolean isText() {
    return answer.startsWith("text/");
  }
}

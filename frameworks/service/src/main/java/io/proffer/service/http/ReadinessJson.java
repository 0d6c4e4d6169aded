package io.proffer.service.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.kernel.ReadinessResult;
import java.util.List;

/** What instances say of their readiness. */
final class ReadinessJson {

  private ReadinessJson() {}

  static void write(ArrayNode out, List<ReadinessResult> results) {
    for (ReadinessResult result : results) {
      ObjectNode json = out.addObject();
      json.put("name", result.name()).put("taskId", result.taskId()).put("ready", result.ready());
      result
          .last()
          .ifPresent(
              answer ->
                  json.putObject("lastResponse")
                      .put("status", answer.status())
                      .put("contentType", answer.contentType())
                      .put("body", answer.body()));
    }
  }
}

package io.proffer.batch.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.json.InvalidObjectException;
import io.proffer.batch.json.JobReader;
import io.proffer.batch.json.JobWriter;
import io.proffer.batch.kernel.Workflow;
import io.proffer.batch.kernel.WorkflowId;
import io.proffer.batch.model.Dependency;
import io.proffer.batch.model.JobId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Workflows as JSON. What they were started with is written as the API reads it. */
final class WorkflowRecords {

  private WorkflowRecords() {}

  static ObjectNode write(Workflow workflow) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.put("root", workflow.id().root().value()).put("run", workflow.id().run());
    out.set("parameters", JobWriter.write(workflow.parameters()));
    out.put("createdAt", workflow.createdAt().toString());
    workflow.scheduledFor().ifPresent(at -> out.put("scheduledFor", at.toString()));
    workflow.finishedAt().ifPresent(at -> out.put("finishedAt", at.toString()));
    out.put("inTurn", workflow.inTurn());
    ObjectNode outputs = out.putObject("outputs");
    workflow
        .outputs()
        .forEach(
            (job, values) -> {
              ObjectNode one = outputs.putObject(job.value());
              values.forEach(one::put);
            });
    ArrayNode nodes = out.putArray("nodes");
    for (Workflow.Node node : workflow.nodes().values()) {
      ObjectNode one = nodes.addObject().put("job", node.job().value());
      one.put("status", node.status().name()).put("begun", node.begun());
      node.run().ifPresent(run -> one.put("run", run));
      one.put("reason", node.reason());
      ArrayNode after = one.putArray("after");
      node.after()
          .forEach(d -> after.addObject().put("job", d.job().value()).put("on", d.on().name()));
    }
    return out;
  }

  private static Map<JobId, Map<String, String>> outputs(JsonNode in) {
    Map<JobId, Map<String, String>> outputs = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> job : in.properties()) {
      Map<String, String> values = new LinkedHashMap<>();
      job.getValue().properties().forEach(v -> values.put(v.getKey(), v.getValue().asText()));
      outputs.put(new JobId(job.getKey()), values);
    }
    return outputs;
  }

  static WorkflowId id(JsonNode in) {
    return new WorkflowId(new JobId(in.path("root").asText()), in.path("run").asText());
  }

  static Workflow read(ObjectNode in) throws InvalidObjectException {
    Map<JobId, Workflow.Node> nodes = new LinkedHashMap<>();
    for (JsonNode one : in.path("nodes")) {
      List<Dependency> after = new ArrayList<>();
      one.path("after")
          .forEach(
              d ->
                  after.add(
                      new Dependency(
                          new JobId(d.path("job").asText()),
                          Dependency.Edge.valueOf(d.path("on").asText()))));
      JobId job = new JobId(one.path("job").asText());
      nodes.put(
          job,
          new Workflow.Node(
              job,
              after,
              Workflow.Status.valueOf(one.path("status").asText()),
              one.path("begun").asInt(),
              one.has("run") ? Optional.of(one.path("run").asText()) : Optional.empty(),
              one.path("reason").asText()));
    }
    return new Workflow(
        id(in),
        JobReader.parameters((ObjectNode) in.path("parameters")),
        Records.time(in, "createdAt").orElseThrow(),
        Records.time(in, "scheduledFor"),
        in.path("inTurn").asBoolean(),
        nodes,
        Records.time(in, "finishedAt"),
        outputs(in.path("outputs")));
  }
}

package io.proffer.batch.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.json.Times;
import io.proffer.batch.kernel.Workflow;
import io.proffer.batch.kernel.WorkflowId;
import java.util.Collection;
import java.util.Map;

/** Workflows as they are told. */
final class WorkflowJson {

  private WorkflowJson() {}

  static ObjectNode of(WorkflowId id) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("jobId", id.root().value())
        .put("id", id.run());
  }

  static ArrayNode list(Collection<Workflow> workflows) {
    ArrayNode out = JsonNodeFactory.instance.arrayNode();
    workflows.forEach(workflow -> out.add(of(workflow)));
    return out;
  }

  static ObjectNode of(Workflow workflow) {
    ObjectNode out = of(workflow.id());
    out.put(
        "status",
        workflow.finishedAt().isEmpty() ? "ACTIVE" : workflow.isSuccess() ? "SUCCESS" : "FAILED");
    out.put("createdAt", Times.text(workflow.createdAt()));
    workflow
        .finishedAt()
        .ifPresentOrElse(
            at -> out.put("completedAt", Times.text(at)), () -> out.putNull("completedAt"));
    workflow.scheduledFor().ifPresent(at -> out.put("scheduledFor", Times.text(at)));
    ArrayNode jobs = out.putArray("jobs");
    for (Workflow.Node node : workflow.nodes().values()) {
      ObjectNode job = jobs.addObject().put("jobId", node.job().value());
      job.put("status", node.status().name());
      node.run().ifPresent(run -> job.put("runId", run));
      if (!node.reason().isEmpty()) {
        job.put("reason", node.reason());
      }
      if (workflow.outputs().containsKey(node.job())) {
        ObjectNode output = job.putObject("output");
        workflow.outputs().getOrDefault(node.job(), Map.of()).forEach(output::put);
      }
      ArrayNode after = job.putArray("after");
      node.after()
          .forEach(d -> after.addObject().put("id", d.job().value()).put("on", d.on().written()));
    }
    return out;
  }
}

package io.proffer.batch.http;

import io.proffer.batch.json.InvalidObjectException;
import io.proffer.batch.kernel.RefusedException;
import io.proffer.batch.kernel.Workflow;
import io.proffer.batch.kernel.WorkflowId;
import io.proffer.batch.model.JobId;
import java.util.List;

/** {@code /v1/jobs/{id}/workflows} and what is below it. */
final class WorkflowsEndpoint {

  private final Backend backend;

  WorkflowsEndpoint(Backend backend) {
    this.backend = backend;
  }

  /**
   * @param rest what is behind {@code workflows}
   */
  Answer answer(Request request, JobId root, List<String> rest)
      throws HttpProblem, RefusedException, InvalidObjectException {
    if (rest.isEmpty()) {
      RunsEndpoint.require(request, "GET");
      return Answer.ok(WorkflowJson.list(backend.ask((kernel, now) -> kernel.workflows(root))));
    }
    WorkflowId id = new WorkflowId(root, rest.getFirst());
    return Answer.ok(WorkflowJson.of(one(request, id, rest.subList(1, rest.size()))));
  }

  private Workflow one(Request request, WorkflowId id, List<String> rest)
      throws HttpProblem, RefusedException, InvalidObjectException {
    if (rest.isEmpty()) {
      RunsEndpoint.require(request, "GET");
      return backend.ask((kernel, now) -> kernel.workflow(id));
    }
    RunsEndpoint.require(request, "POST");
    if (rest.size() == 4 && rest.getFirst().equals("jobs")) {
      JobId job = new JobId(rest.get(1));
      if (rest.subList(2, 4).equals(List.of("actions", "succeed"))) {
        return backend.ask((kernel, now) -> kernel.succeed(id, job, now));
      }
      throw HttpProblem.noRoute();
    }
    return switch (String.join("/", rest)) {
      case "actions/restart" -> backend.ask((kernel, now) -> kernel.restart(id, now));
      case "actions/stop" -> backend.ask((kernel, now) -> kernel.stop(id, now));
      default -> throw HttpProblem.noRoute();
    };
  }
}

package io.proffer.batch.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.proffer.batch.json.InvalidObjectException;
import io.proffer.batch.json.JobReader;
import io.proffer.batch.json.JobReader.Schedules;
import io.proffer.batch.kernel.JobView;
import io.proffer.batch.kernel.RefusedException;
import io.proffer.batch.model.Job;
import io.proffer.batch.model.JobId;
import io.proffer.batch.model.Schedule;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code /v1/jobs}, {@code /v0/scheduled-jobs} and what is below them. */
final class JobsEndpoint {

  private final Backend backend;
  private final RunsEndpoint runs;
  private final WorkflowsEndpoint workflows;

  JobsEndpoint(Backend backend, RunsEndpoint runs) {
    this.backend = backend;
    this.runs = runs;
    this.workflows = new WorkflowsEndpoint(backend);
  }

  /**
   * @param scheduled whether schedules are part of the jobs, as in version 0
   */
  Answer answer(Request request, boolean scheduled)
      throws HttpProblem, RefusedException, InvalidObjectException {
    List<String> rest = request.rest(2);
    if (rest.isEmpty()) {
      return collection(request);
    }
    JobId id = new JobId(rest.getFirst());
    if (rest.size() == 1) {
      return one(request, id, scheduled);
    }
    return switch (rest.get(1)) {
      case "schedules" -> schedules(request, id, rest.subList(2, rest.size()));
      case "workflows" -> workflows.answer(request, id, rest.subList(2, rest.size()));
      case "runs", "history" -> runs.answer(request, id, rest.subList(1, rest.size()));
      default -> throw HttpProblem.noRoute();
    };
  }

  private Answer collection(Request request)
      throws HttpProblem, RefusedException, InvalidObjectException {
    return switch (request.method()) {
      case "GET" -> {
        Set<Embed> embed = Embed.of(request.parameters("embed"));
        List<JobView> views =
            backend.ask((kernel, now) -> kernel.views(embed.contains(Embed.HISTORY)));
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        views.forEach(view -> list.add(JobJson.listed(view, embed)));
        yield Answer.ok(list);
      }
      case "POST" -> {
        Job job = JobReader.job(request.object(), Optional.empty(), Schedules.TAKEN);
        JobView view = backend.ask((kernel, now) -> kernel.create(job, now));
        yield Answer.json(201, JobJson.alone(view, Set.of()));
      }
      default -> throw HttpProblem.wrongMethod(request);
    };
  }

  private Answer one(Request request, JobId id, boolean scheduled)
      throws HttpProblem, RefusedException, InvalidObjectException {
    return switch (request.method()) {
      case "GET" -> {
        Set<Embed> embed = Embed.of(request.parameters("embed"));
        JobView view = backend.ask((kernel, now) -> kernel.view(id, embed.contains(Embed.HISTORY)));
        yield Answer.ok(JobJson.alone(view, embed));
      }
      case "PUT" -> {
        // Whether there is such a job is said before what is wrong with its new form.
        var unused = backend.ask((kernel, now) -> kernel.view(id, false));
        Job job =
            JobReader.job(
                request.object(), Optional.of(id), scheduled ? Schedules.TAKEN : Schedules.IGNORED);
        JobView view = backend.ask((kernel, now) -> kernel.update(job, scheduled, now));
        yield Answer.ok(JobJson.alone(view, Set.of()));
      }
      case "DELETE" -> {
        boolean stop = request.flag("stopCurrentJobRuns");
        JobView view = backend.ask((kernel, now) -> kernel.remove(id, stop, now));
        yield Answer.ok(JobJson.alone(view, Set.of()));
      }
      default -> throw HttpProblem.wrongMethod(request);
    };
  }

  private Answer schedules(Request request, JobId id, List<String> rest)
      throws HttpProblem, RefusedException, InvalidObjectException {
    JobView view = backend.ask((kernel, now) -> kernel.view(id, false));
    if (rest.size() == 1) {
      return schedule(request, id, rest.getFirst());
    }
    if (rest.size() == 2 && rest.get(1).equals("next")) {
      return next(request, id, rest.getFirst());
    }
    if (!rest.isEmpty()) {
      throw HttpProblem.noRoute();
    }
    return switch (request.method()) {
      case "GET" -> Answer.ok(JobJson.schedules(view));
      case "POST" -> {
        Schedule schedule = JobReader.schedule(request.object(), id, Optional.empty());
        JobView made = backend.ask((kernel, now) -> kernel.addSchedule(id, schedule, now));
        yield Answer.json(201, JobJson.schedule(made));
      }
      default -> throw HttpProblem.wrongMethod(request);
    };
  }

  private Answer next(Request request, JobId id, String name)
      throws HttpProblem, RefusedException, InvalidObjectException {
    if (!request.method().equals("GET")) {
      throw HttpProblem.wrongMethod(request);
    }
    return Answer.ok(JobJson.next(backend.ask((kernel, now) -> kernel.scheduled(id, name))));
  }

  private Answer schedule(Request request, JobId id, String name)
      throws HttpProblem, RefusedException, InvalidObjectException {
    return switch (request.method()) {
      case "GET" ->
          Answer.ok(JobJson.schedule(backend.ask((kernel, now) -> kernel.scheduled(id, name))));
      case "PUT" -> {
        var unused = backend.ask((kernel, now) -> kernel.scheduled(id, name));
        Schedule schedule = JobReader.schedule(request.object(), id, Optional.of(name));
        JobView view =
            backend.ask((kernel, now) -> kernel.setSchedule(id, name, Optional.of(schedule), now));
        yield Answer.ok(JobJson.schedule(view));
      }
      case "DELETE" -> {
        var unused =
            backend.ask((kernel, now) -> kernel.setSchedule(id, name, Optional.empty(), now));
        yield Answer.empty(200);
      }
      default -> throw HttpProblem.wrongMethod(request);
    };
  }
}

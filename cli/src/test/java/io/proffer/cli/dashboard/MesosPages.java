package io.proffer.cli.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What the web UI that comes with Mesos asks a master and its agents, and the fields that it reads
 * of the answers, taken from its templates and controllers. It asks with JSONP, and takes agents by
 * the name of their process.
 */
final class MesosPages {

  private static final String SCALARS = "{cpus,gpus,mem,disk}";

  private static final List<String> STATE =
      List.of(
          "cluster",
          "id",
          "version",
          "build_time",
          "build_user",
          "start_time",
          "elected_time",
          "flags",
          "leader_info.{hostname,port}",
          "{activated,deactivated,unreachable}_slaves",
          "slaves[].{id,pid,hostname,deactivated,registered_time}",
          "slaves[].{resources,used_resources}." + SCALARS,
          "frameworks[].{id,name,user,hostname,active,roles,registered_time,webui_url,offers}",
          "frameworks[].{resources,used_resources,offered_resources}." + SCALARS,
          "frameworks[].{tasks,unreachable_tasks,completed_tasks}",
          "frameworks[].tasks[].{id,name,framework_id,executor_id,slave_id,state,role}",
          "frameworks[].tasks[].resources." + SCALARS,
          "frameworks[].tasks[].statuses[].{state,timestamp}",
          "completed_frameworks");

  private static final List<String> ROLES =
      List.of(
          "roles[].{name,weight,frameworks,allocated,offered,reserved}",
          "roles[].quota.{consumed,guarantee,limit}");

  private static final List<String> AGENT_STATE =
      List.of(
          "id",
          "hostname",
          "master_hostname",
          "version",
          "build_time",
          "start_time",
          "resources." + SCALARS,
          "{reserved_resources,reserved_resources_allocated,completed_frameworks}",
          "{unreserved_resources,unreserved_resources_allocated}." + SCALARS,
          "frameworks[].{id,name,user,roles,executors,completed_executors}",
          "frameworks[].executors[].{id,name,source,directory,resources}",
          "frameworks[].executors[].{tasks,queued_tasks,completed_tasks}",
          "frameworks[].executors[].resources." + SCALARS,
          "frameworks[].executors[].tasks[].{id,name,state,role,statuses}",
          "frameworks[].executors[].tasks[].resources." + SCALARS);

  private static final List<String> STATISTICS =
      List.of(
          "[].{framework_id,executor_id}",
          "[].statistics.{timestamp,cpus_user_time_secs,cpus_system_time_secs,cpus_limit}",
          "[].statistics.{mem_rss_bytes,mem_limit_bytes,disk_used_bytes}");

  private static final List<String> TASK_COUNTS =
      List.of("{staging,starting,running,killing,finished,killed,failed,lost}");

  private final JsonMapper mapper = new JsonMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI master;

  MesosPages(URI master) {
    this.master = master;
  }

  /** The fields that are not there, with who was asked what. */
  List<String> missing() throws IOException, InterruptedException {
    List<String> missing = new ArrayList<>();
    JsonNode state = ask(master, "/master/state?jsonp=found");
    look("/master/state", state, STATE, missing);
    look("/master/roles", ask(master, "/master/roles?jsonp=found"), ROLES, missing);
    counts("master/tasks_", ask(master, "/metrics/snapshot?jsonp=found"), missing);
    ask(master, "/master/maintenance/schedule?jsonp=found");

    JsonNode slave = agentWithTask(state);
    String pid = slave.path("pid").asText();
    URI agent =
        URI.create(
            "http://" + slave.path("hostname").asText() + pid.substring(pid.lastIndexOf(':')));
    String process = "/" + pid.substring(0, pid.indexOf('@'));
    JsonNode agentState = ask(agent, process + "/state?jsonp=found");
    look(process + "/state", agentState, AGENT_STATE, missing);
    look(
        process + "/monitor/statistics",
        ask(agent, process + "/monitor/statistics?jsonp=found"),
        STATISTICS,
        missing);
    counts("slave/tasks_", ask(agent, "/metrics/snapshot?jsonp=found"), missing);
    files(agent, agentState, missing);
    return missing;
  }

  private static JsonNode agentWithTask(JsonNode state) {
    String id = state.at("/frameworks/0/tasks/0/slave_id").asText();
    for (JsonNode framework : state.path("frameworks")) {
      id = framework.path("tasks").isEmpty() ? id : framework.at("/tasks/0/slave_id").asText();
    }
    for (JsonNode slave : state.path("slaves")) {
      if (slave.path("id").asText().equals(id)) {
        return slave;
      }
    }
    throw new AssertionError("no agent has a task");
  }

  private void files(URI agent, JsonNode agentState, List<String> missing)
      throws IOException, InterruptedException {
    String directory = agentState.at("/frameworks/0/executors/0/directory").asText();
    String path = URLEncoder.encode(directory, StandardCharsets.UTF_8);
    look(
        "/files/browse",
        ask(agent, "/files/browse?jsonp=found&path=" + path),
        List.of("[].{path,mode,nlink,uid,gid,size,mtime}"),
        missing);
    look(
        "/files/read",
        ask(agent, "/files/read?jsonp=found&length=10&offset=0&path=" + path + "%2Fstdout"),
        List.of("{data,offset}"),
        missing);
  }

  private static void counts(String prefix, JsonNode metrics, List<String> missing) {
    for (String name : each(TASK_COUNTS.getFirst())) {
      if (!metrics.has(prefix + name)) {
        missing.add(prefix + name);
      }
    }
  }

  private JsonNode ask(URI whom, String path) throws IOException, InterruptedException {
    String body =
        http.send(
                HttpRequest.newBuilder(whom.resolve(path)).build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    if (!body.startsWith("found(") || !body.endsWith(");")) {
      throw new AssertionError(path + " is no JSONP: " + body);
    }
    return mapper.readTree(body.substring("found(".length(), body.length() - 2));
  }

  private static void look(String whom, JsonNode at, List<String> fields, List<String> missing) {
    for (String field : fields) {
      look(at, field, path -> whom + ": " + path, "", missing);
    }
  }

  /** {@code a.b}, {@code a[].b} for each of a list, {@code a.{b,c}} for both. */
  private static void look(
      JsonNode at, String wanted, Function<String, String> say, String seen, List<String> missing) {
    int dot = wanted.indexOf('.');
    String first = dot < 0 ? wanted : wanted.substring(0, dot);
    String rest = dot < 0 ? "" : wanted.substring(dot + 1);
    for (String name : each(first)) {
      boolean list = name.endsWith("[]");
      String field = list ? name.substring(0, name.length() - 2) : name;
      JsonNode found = field.isEmpty() ? at : at.path(field);
      String path = seen.isEmpty() ? name : seen + "." + name;
      if (found.isMissingNode()) {
        missing.add(say.apply(path));
      } else if (list) {
        found.forEach(one -> look(one, rest, say, path, missing));
      } else if (!rest.isEmpty()) {
        look(found, rest, say, path, missing);
      }
    }
  }

  private static List<String> each(String names) {
    int open = names.indexOf('{');
    if (open < 0) {
      return List.of(names);
    }
    int close = names.indexOf('}');
    List<String> all = new ArrayList<>();
    for (String name : names.substring(open + 1, close).split(",", -1)) {
      all.add(names.substring(0, open) + name + names.substring(close + 1));
    }
    return all;
  }
}

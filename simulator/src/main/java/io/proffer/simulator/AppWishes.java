package io.proffer.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.sdk.testkit.engine.Draws;
import io.proffer.service.model.PathId;
import java.util.List;

/** What apps people write: all of them can run as long as nothing breaks. */
final class AppWishes {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final int hosts;
  private final Draws draws;

  /** Whether instances with volumes have numbers. */
  private final boolean numbered;

  /**
   * @param hosts how many machines there are: no more instances are wanted one to a machine
   */
  AppWishes(int hosts, Draws draws) {
    this.hosts = hosts;
    this.draws = draws;
    this.numbered = draws.chance(0.5);
  }

  /** An app without its id. */
  ObjectNode app() {
    ObjectNode app = JSON.objectNode();
    int instances = draws.between(0, 5);
    app.put("cmd", "serve " + draws.below(4)).put("cpus", 0.1).put("mem", 32).put("disk", 0);
    ObjectNode strategy = app.putObject("upgradeStrategy");
    strategy.put("minimumHealthCapacity", draws.below(5) / 4.0);
    strategy.put("maximumOverCapacity", draws.below(5) / 4.0);
    boolean alone = draws.chance(0.3);
    // What makes an app impossible is said each time, so that no update keeps half of it.
    ArrayNode constraints = app.putArray("constraints");
    if (alone) {
      constraints.addArray().add("hostname").add("UNIQUE");
      instances = Math.min(instances, hosts);
    } else if (draws.chance(0.2)) {
      constraints.addArray().add("hostname").add("GROUP_BY");
    }
    app.put("instances", instances);
    boolean checked = draws.chance(0.5);
    ArrayNode checks = app.putArray("healthChecks");
    if (checked) {
      checks.add(healthCheck());
    }
    if (draws.chance(0.5)) {
      app.putObject("unreachableStrategy")
          .put("inactiveAfterSeconds", draws.between(0, 120))
          .put("expungeAfterSeconds", 120 + draws.between(0, 600));
    }
    app.put("killSelection", draws.chance(0.5) ? "YOUNGEST_FIRST" : "OLDEST_FIRST");
    app.put("backoffSeconds", draws.between(0, 5)).put("maxLaunchDelaySeconds", 60);
    if (draws.chance(0.5)) {
      app.putObject("labels").put("team", "t" + draws.below(3));
    }
    app.set("proffer", draws.chance(0.6) ? beyond(alone, checked) : JSON.objectNode());
    return app.put("taskKillGracePeriodSeconds", draws.between(1, 5));
  }

  /** An app whose instances have volumes, without its id. */
  ObjectNode resident() {
    ObjectNode app = app();
    ((ObjectNode) app.path("upgradeStrategy")).put("maximumOverCapacity", 0);
    app.put("unreachableStrategy", "disabled");
    // Neither can be changed of such an app.
    if (app.get("proffer") instanceof ObjectNode beyond) {
      beyond.put("indexed", numbered).remove(List.of("unhealthy", "rebalance"));
      if (beyond.get("deployment") instanceof ObjectNode rollout) {
        rollout.put("canaries", 0).put("blueGreen", false).put("autoPromote", false);
      }
    }
    ObjectNode container = app.putObject("container").put("type", "MESOS");
    ObjectNode volume = container.putArray("volumes").addObject().put("containerPath", "data");
    volume.put("mode", "RW").putObject("persistent").put("size", 16);
    return app;
  }

  /** A pod of one or two containers. */
  ObjectNode pod(PathId id) {
    ObjectNode pod = JSON.objectNode().put("id", id.toString());
    ArrayNode containers = pod.putArray("containers");
    int count = draws.between(1, 2);
    for (int i = 0; i < count; i++) {
      ObjectNode container = containers.addObject().put("name", "c" + i);
      container.putObject("exec").putObject("command").put("shell", "serve " + draws.below(4));
      container.putObject("resources").put("cpus", 0.1).put("mem", 32);
      if (draws.chance(0.4)) {
        container.putArray("endpoints").addObject().put("name", "e" + i).put("hostPort", 0);
        ObjectNode check = container.putObject("healthCheck");
        check.putObject("tcp").put("endpoint", "e" + i);
        check.put("gracePeriodSeconds", 5).put("intervalSeconds", draws.between(5, 20));
        check.put("timeoutSeconds", 2).put("maxConsecutiveFailures", draws.between(1, 3));
      }
    }
    pod.putObject("scaling").put("kind", "fixed").put("instances", draws.between(0, 3));
    ObjectNode scheduling = pod.putObject("scheduling");
    ObjectNode strategy = scheduling.putObject("upgrade");
    strategy.put("minimumHealthCapacity", draws.below(5) / 4.0);
    strategy.put("maximumOverCapacity", draws.below(5) / 4.0);
    scheduling.putObject("backoff").put("backoff", draws.between(0, 5)).put("maxLaunchDelay", 60);
    return pod;
  }

  /** A pod whose instances have a volume. What was reserved for one does not change. */
  ObjectNode residentPod(PathId id) {
    ObjectNode pod = pod(id);
    ArrayNode containers = pod.putArray("containers");
    for (String name : List.of("c0", "c1")) {
      ObjectNode container = containers.addObject().put("name", name);
      container.putObject("exec").putObject("command").put("shell", "serve " + draws.below(4));
      container.putObject("resources").put("cpus", 0.1).put("mem", 32);
      container.putArray("volumeMounts").addObject().put("name", "data").put("mountPath", "data");
    }
    ObjectNode volume = pod.putArray("volumes").addObject().put("name", "data");
    volume.putObject("persistent").put("size", 16);
    ((ObjectNode) pod.path("scheduling").path("upgrade")).put("maximumOverCapacity", 0);
    return pod;
  }

  private ObjectNode healthCheck() {
    return JSON.objectNode()
        .put("protocol", "MESOS_TCP")
        .put("gracePeriodSeconds", 5)
        .put("intervalSeconds", draws.between(5, 20))
        .put("timeoutSeconds", 2)
        .put("delaySeconds", 0)
        .put("maxConsecutiveFailures", draws.between(1, 3));
  }

  /**
   * What Marathon has no field for.
   *
   * @param alone whether no two instances may be on one machine: there is no place for more of them
   */
  private ObjectNode beyond(boolean alone, boolean checked) {
    ObjectNode beyond = JSON.objectNode();
    boolean indexed = draws.chance(0.25);
    beyond.put("indexed", indexed).put("updateInPlace", draws.chance(0.5));
    if (draws.chance(0.5)) {
      beyond.set("deployment", rollout(!indexed));
    }
    if (draws.chance(0.4)) {
      beyond.putObject("stop").put("drainSeconds", draws.between(0, 30));
    }
    if (checked && !indexed && !alone && draws.chance(0.4)) {
      beyond
          .putObject("unhealthy")
          .put("maxReplacements", draws.between(1, 3))
          .put("perSeconds", draws.between(30, 300));
    }
    if (!indexed && draws.chance(0.3)) {
      beyond.putObject("rebalance").put("everySeconds", draws.between(5, 60));
    }
    if (draws.chance(0.3)) {
      ObjectNode config = beyond.putArray("configs").addObject().put("name", Wishes.CONFIG);
      if (draws.chance(0.5)) {
        config.put("directory", "conf").put("onChange", draws.chance(0.7) ? "SIGNAL" : "RESTART");
      } else {
        config.put("onChange", draws.chance(0.7) ? "RESTART" : "NOTHING");
      }
    }
    if (!alone && draws.chance(0.3)) {
      ObjectNode scaling = beyond.putObject("autoscale");
      scaling.put("min", 1).put("max", draws.between(1, 6));
      scaling.putArray("metrics").addObject().put("type", "cpu").put("target", 1);
    }
    return beyond;
  }

  private ObjectNode rollout(boolean tried) {
    ObjectNode rollout = JSON.objectNode();
    int healthy = draws.between(20, 200);
    rollout.put("healthyDeadlineSeconds", healthy);
    rollout.put("progressDeadlineSeconds", healthy + draws.between(0, 300));
    rollout.put("autoRollback", draws.chance(0.7)).put("batchSize", draws.between(0, 3));
    if (tried && draws.chance(0.6)) {
      boolean all = draws.chance(0.3);
      rollout.put("blueGreen", all).put("canaries", all ? 0 : draws.between(1, 3));
      rollout.put("autoPromote", draws.chance(0.5));
    }
    return rollout;
  }
}

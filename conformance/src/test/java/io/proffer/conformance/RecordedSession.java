package io.proffer.conformance;

import static io.proffer.conformance.RecordedScheduler.type;

import io.proffer.conformance.RecordedScheduler.Share;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * The session that was recorded, played against a cluster: a scheduler makes good and bad calls
 * while an operator watches. It waits for events where the recorded one waited for time, and its
 * tasks wait for files, so that the states between are the same in each run.
 */
final class RecordedSession {

  private static final List<String> NOTHING = List.of();

  private final String address;
  private final Path flags;
  private final Transcript transcript;
  private final String agent;
  private final Calls calls;

  RecordedSession(LocalCluster cluster, Path flags, Transcript transcript) throws IOException {
    this.address = cluster.masterAddress();
    this.agent = cluster.agentId().value();
    this.calls = new Calls(agent);
    this.flags = flags;
    this.transcript = transcript;
  }

  void play() throws IOException, InterruptedException {
    try (EventStream operator =
        EventStream.open(
            address,
            "/api/v1",
            Http.JSON,
            RecordedScheduler.json("{'type':'SUBSCRIBE'}"),
            EventStream.Records.JSON)) {
      transcript.opened("operator_SUBSCRIBE_stream", operator);
      String framework = playFirst();
      if (operator
          .find(0, event -> type(event).equals("FRAMEWORK_REMOVED"), RecordedScheduler.PATIENCE)
          .isEmpty()) {
        throw new AssertionError("no FRAMEWORK_REMOVED: " + operator.events());
      }
      transcript.streamed("operator", operator.events());
      resubscribeAfterTeardown(framework);
    }
    Snapshots.take(address, "state-after-teardown", transcript);
  }

  private String playFirst() throws IOException, InterruptedException {
    try (RecordedScheduler first =
        RecordedScheduler.subscribe(address, transcript, "A", Calls.FIRST, "")) {
      String framework = first.id();
      transcript.know("<framework>", framework);
      refusedLaunches(first);
      tasksThatEnd(first);
      tasksThatRunOn(first);
      reconciliation(first);
      kills(first);
      suppression(first);
      reservations(first);
      group(first, framework);
      miscellany(first, framework);
      try (RecordedScheduler second =
          RecordedScheduler.subscribe(
              address,
              transcript,
              "A_failover",
              Calls.info("oracle-A", "'r1'", framework),
              framework)) {
        second.id();
        second.offer(Share.WHOLE);
        first.stream().end(RecordedScheduler.PATIENCE);
        first.call("REVIVE", "REVIVE_on_old_stream_id");
        transcript.streamed("A", first.stream().events());
        transcript.streamed("A_failover", second.stream().events());
      }
      awaitDisconnected();
      Snapshots.take(address, "state-framework-disconnected", transcript);
      reconnect(framework);
      return framework;
    }
  }

  private void refusedLaunches(RecordedScheduler s) throws IOException, InterruptedException {
    s.call("DECLINE", "DECLINE", Calls.decline(s.offer(Share.WHOLE), 1.0));
    String offer = s.offer(Share.WHOLE);
    refused(s, "unknown_offer", "no-such-offer-O99", calls.task("t-unknown"), "TASK_DROPPED");
    refused(s, "LAUNCH_too_big", offer, calls.task("t-toobig", 999), "TASK_ERROR");
    String noCommand = calls.task("t-nocmd").replaceFirst(",'command':\\{[^}]*}", "");
    refused(s, "LAUNCH_no_command", s.offer(Share.WHOLE), noCommand, "TASK_ERROR");
    String elsewhere = calls.task("t-badagent").replace(agent, "nope");
    refused(s, "LAUNCH_wrong_agent", s.offer(Share.WHOLE), elsewhere, "TASK_ERROR");
    int from = s.now();
    s.call(
        "ACCEPT",
        "ACCEPT_LAUNCH_zero_cpus",
        Calls.launch(s.offer(Share.WHOLE), 0, calls.task("t-zero", 0)));
    for (String state : List.of("TASK_STARTING", "TASK_RUNNING", "TASK_FINISHED")) {
      s.acknowledge(from, "t-zero", state, "ACKNOWLEDGE");
    }
    refused(s, "LAUNCH_negative_cpus", s.offer(Share.WHOLE), calls.task("t-neg", -1), "TASK_ERROR");
    refused(s, "LAUNCH_taskid_slash", s.offer(Share.WHOLE), calls.task("t/slash"), "TASK_ERROR");
  }

  private void refused(RecordedScheduler s, String label, String offer, String task, String state)
      throws IOException, InterruptedException {
    int from = s.now();
    s.call("ACCEPT", "ACCEPT_" + label, Calls.launch(offer, 0, task));
    s.await(
        from,
        event -> event.at("/update/status/state").asText("").equals(state),
        label + " " + state);
  }

  private void tasksThatEnd(RecordedScheduler s) throws IOException, InterruptedException {
    String offer = s.offer(Share.WHOLE);
    int from = s.now();
    // The rest of the offer is kept away until the state has been looked at, as it was recorded.
    String waiting = calls.task("t-sleep1", 0.1, untilRaised("t-sleep1"));
    s.call("ACCEPT", "ACCEPT_LAUNCH_sleep1", Calls.launch(offer, 60, waiting));
    s.acknowledge(from, "t-sleep1", "TASK_STARTING", "ACKNOWLEDGE_TASK_STARTING");
    s.acknowledge(from, "t-sleep1", "TASK_RUNNING", "ACKNOWLEDGE_TASK_RUNNING");
    Snapshots.take(address, "state-running", transcript);
    raise("t-sleep1");
    s.acknowledge(from, "t-sleep1", "TASK_FINISHED", "ACKNOWLEDGE_TASK_FINISHED");
    s.unrecorded("REVIVE");
    from = s.now();
    s.call(
        "ACCEPT",
        "ACCEPT_LAUNCH_exit3",
        Calls.launch(s.offer(Share.WHOLE), 0, calls.task("t-exit3", 0.1, "exit 3")));
    for (String state : List.of("TASK_STARTING", "TASK_RUNNING", "TASK_FAILED")) {
      s.acknowledge(from, "t-exit3", state, "ACKNOWLEDGE_" + state);
    }
  }

  private void tasksThatRunOn(RecordedScheduler s) throws IOException, InterruptedException {
    String offer = s.offer(Share.WHOLE);
    int from = s.now();
    String endless = calls.task("t-noack", 0.1, "sleep 1000");
    s.call("ACCEPT", "ACCEPT_LAUNCH_noack", Calls.launch(offer, 0, endless));
    s.acknowledge(from, "t-noack", "TASK_STARTING", "ACKNOWLEDGE_after12s");
    s.acknowledge(from, "t-noack", "TASK_RUNNING", "ACKNOWLEDGE");
    refused(s, "LAUNCH_duplicate_task_id", s.offer(Share.BUT_FOR_ONE_TASK), endless, "TASK_ERROR");
    offer = s.offer(Share.BUT_FOR_ONE_TASK);
    from = s.now();
    String two =
        calls.task("t-two1", 1, "sleep 1000") + "," + calls.task("t-two2", 1.5, "sleep 1000");
    s.call("ACCEPT", "ACCEPT_LAUNCH_two_second_too_big", Calls.launch(offer, 0, two));
    s.status(from, "t-two2", "TASK_ERROR");
    s.acknowledge(from, "t-two1", "TASK_STARTING", "ACKNOWLEDGE");
    s.acknowledge(from, "t-two1", "TASK_RUNNING", "ACKNOWLEDGE");
  }

  private void reconciliation(RecordedScheduler s) throws IOException, InterruptedException {
    int from = s.now();
    s.call("RECONCILE", "RECONCILE_implicit", "{'tasks':[]}");
    s.status(from, "t-noack", "TASK_RUNNING");
    s.status(from, "t-two1", "TASK_RUNNING");
    from = s.now();
    String known = "{'task_id':{'value':'%s'},'agent_id':{'value':'%s'}}";
    s.call(
        "RECONCILE",
        "RECONCILE_explicit",
        "{'tasks':[%s,{'task_id':{'value':'t-nonexistent'}},%s,%s,%s]}"
            .formatted(
                known.formatted("t-noack", agent),
                known.formatted("t-nonexistent2", agent),
                known.formatted("t-nonexistent3", "bogus-S7"),
                known.formatted("t-sleep1", agent)));
    s.status(from, "t-sleep1", "TASK_GONE");
    String uuid = "{'agent_id':{'value':'%s'},'task_id':{'value':'t-noack'},'uuid':'%s'}";
    String sixteenBytes = "MDEyMzQ1Njc4OWFiY2RlZg==";
    s.call("ACKNOWLEDGE", "ACKNOWLEDGE_bogus_uuid", uuid.formatted(agent, sixteenBytes));
    s.call("ACKNOWLEDGE", "ACKNOWLEDGE_short_uuid", uuid.formatted(agent, "c2hvcnQ="));
    s.call("ACKNOWLEDGE", "ACKNOWLEDGE_bogus_agent", uuid.formatted("bogus", sixteenBytes));
  }

  private void kills(RecordedScheduler s) throws IOException, InterruptedException {
    String named = "{'task_id':{'value':'%s'},'agent_id':{'value':'%s'}}";
    int from = s.now();
    s.call("KILL", "KILL", named.formatted("t-noack", agent));
    killed(s, from, "t-noack");
    from = s.now();
    s.call("KILL", "KILL_unknown_task", named.formatted("t-unknown-kill", agent));
    s.status(from, "t-unknown-kill", "TASK_GONE");
    s.call("KILL", "KILL_unknown_task_no_agent", "{'task_id':{'value':'t-unknown-kill2'}}");
    s.status(from, "t-unknown-kill2", "TASK_UNKNOWN");
    s.call(
        "KILL",
        "KILL_policy_no_agent",
        "{'task_id':{'value':'t-two1'},"
            + "'kill_policy':{'grace_period':{'nanoseconds':500000000}}}");
    killed(s, from, "t-two1");
  }

  private static void killed(RecordedScheduler s, int from, String task)
      throws IOException, InterruptedException {
    for (String state : List.of("TASK_KILLING", "TASK_KILLED")) {
      s.acknowledge(from, task, state, "ACKNOWLEDGE_" + state);
    }
  }

  private void suppression(RecordedScheduler s) throws IOException, InterruptedException {
    String offer = s.offer(Share.WHOLE);
    s.call("SUPPRESS", "SUPPRESS_role", "{'roles':['r1']}");
    int from = s.now();
    s.call("DECLINE", "DECLINE_while_suppressed", Calls.decline(offer, 0.0));
    if (s.stream().find(from, e -> type(e).equals("OFFERS"), Duration.ofMillis(500)).isPresent()) {
      throw new AssertionError("an offer came while the role was suppressed");
    }
    s.call("REVIVE", "REVIVE_bare");
    offer = s.offer(Share.WHOLE);
    s.call("SUPPRESS", "SUPPRESS_bare");
    s.call("REVIVE", "REVIVE_role", "{'roles':['r1']}");
    s.call("SUPPRESS", "SUPPRESS_unsubscribed_role", "{'roles':['unsubscribed-role']}");
    s.call("REVIVE", "REVIVE_unsubscribed_role", "{'roles':['unsubscribed-role']}");
    s.call("REVIVE", "REVIVE_invalid_role", "{'roles':['/bad role']}");
    s.call("DECLINE", "DECLINE_default_filter", "{'offer_ids':[{'value':'%s'}]}".formatted(offer));
    s.call("REVIVE", "REVIVE");
  }

  private void reservations(RecordedScheduler s) throws IOException, InterruptedException {
    String disk =
        "{'name':'disk','type':'SCALAR','scalar':{'value':64.0},"
            + "'reservations':[{'type':'DYNAMIC','role':'r1','principal':'p1'}]%s}";
    String reserved = disk.formatted("");
    String volume =
        disk.formatted(
            ",'disk':{'persistence':{'id':'vol-1','principal':'p1'},"
                + "'volume':{'container_path':'data','mode':'RW'}}");
    operate(
        s,
        "RESERVE",
        "{'type':'RESERVE','id':{'value':'op-1'},'reserve':{'resources':[%s]}}"
            .formatted(reserved));
    s.await(0, event -> type(event).equals("UPDATE_OPERATION_STATUS"), "a status of op-1");
    String next = s.offer(Share.WHOLE);
    Snapshots.take(address, "A_after_reserve_GET_slaves", "GET /slaves", transcript);
    Snapshots.take(
        address, "A_after_reserve_GET_OPERATIONS", "POST /api/v1 GET_OPERATIONS", transcript);
    operate(s, next, "CREATE", "{'type':'CREATE','create':{'volumes':[%s]}}".formatted(volume));
    next = s.offer(Share.WHOLE);
    Snapshots.take(address, "A_after_create_GET_slaves", "GET /slaves", transcript);
    operate(s, next, "DESTROY", "{'type':'DESTROY','destroy':{'volumes':[%s]}}".formatted(volume));
    String unreserve = "{'type':'UNRESERVE','unreserve':{'resources':[%s]}}".formatted(reserved);
    operate(s, "UNRESERVE", unreserve);
    operate(s, "UNRESERVE_not_reserved", unreserve);
    operate(s, "no_operations", "");
  }

  private static void operate(RecordedScheduler s, String label, String operation)
      throws IOException, InterruptedException {
    operate(s, s.offer(Share.WHOLE), label, operation);
  }

  private static void operate(RecordedScheduler s, String offer, String label, String operation)
      throws IOException {
    s.call("ACCEPT", "ACCEPT_" + label, Calls.accept(offer, 0, operation));
  }

  private void group(RecordedScheduler s, String framework)
      throws IOException, InterruptedException {
    String executor =
        "{'type':'DEFAULT','executor_id':{'value':'default-exec'},'framework_id':{'value':'%s'},"
                .formatted(framework)
            + "'resources':[%s,%s,%s]}"
                .formatted(
                    Calls.scalar("cpus", 0.1), Calls.scalar("mem", 32), Calls.scalar("disk", 32));
    String launch =
        "{'type':'LAUNCH_GROUP','launch_group':{'executor':%s,'task_group':{'tasks':[%s,%s]}}}"
            .formatted(
                executor,
                calls.task("g-1", 0.1, untilRaised("g-1")),
                calls.task("g-2", 0.1, untilRaised("g-2")));
    String offer = s.offer(Share.WHOLE);
    int from = s.now();
    s.call("ACCEPT", "ACCEPT_LAUNCH_GROUP", Calls.accept(offer, 60, launch));
    for (String state : List.of("TASK_STARTING", "TASK_RUNNING")) {
      s.acknowledge(from, "g-1", state, "ACKNOWLEDGE");
      s.acknowledge(from, "g-2", state, "ACKNOWLEDGE");
    }
    Snapshots.take(address, "state-launch-group", transcript);
    for (String task : List.of("g-1", "g-2")) {
      raise(task);
      s.acknowledge(from, task, "TASK_FINISHED", "ACKNOWLEDGE");
    }
    s.await(from, event -> type(event).equals("FAILURE"), "FAILURE");
    s.unrecorded("REVIVE");
  }

  private void miscellany(RecordedScheduler s, String framework) throws IOException {
    String executor = "'agent_id':{'value':'%s'},'executor_id':{'value':'nope'}".formatted(agent);
    s.call(
        "REQUEST",
        "REQUEST",
        "{'requests':[{'agent_id':{'value':'%s'},'resources':[%s]}]}"
            .formatted(agent, Calls.scalar("cpus", 1)));
    s.call("MESSAGE", "MESSAGE", "{%s,'data':'aGk='}".formatted(executor));
    s.call("SHUTDOWN", "SHUTDOWN", "{%s}".formatted(executor));
    for (String call : List.of("ACCEPT_INVERSE_OFFERS", "DECLINE_INVERSE_OFFERS")) {
      s.call(call, call, "{'inverse_offer_ids':[{'value':'x'}]}");
    }
    s.call("DECLINE", "DECLINE_unknown_offer", "{'offer_ids':[{'value':'no-such-offer'}]}");
    s.call(
        "RECONCILE_OPERATIONS",
        "RECONCILE_OPERATIONS",
        "{'operations':[{'operation_id':{'value':'op-1'},'agent_id':{'value':'%s'}}]}"
            .formatted(agent));
    s.call("RECONCILE_OPERATIONS", "RECONCILE_OPERATIONS_implicit", "{'operations':[]}");
    s.call(
        "UPDATE_FRAMEWORK",
        "UPDATE_FRAMEWORK",
        "{'framework_info':%s}".formatted(Calls.info("oracle-A2", "'r1','r2'", framework)));
    s.call(
        "UPDATE_FRAMEWORK",
        "UPDATE_FRAMEWORK_immutable_field",
        ("{'framework_info':{'id':{'value':'%s'},'user':'other','name':'oracle-A2','roles':['r1'],"
                + "'capabilities':[{'type':'MULTI_ROLE'}],'checkpoint':false}}")
            .formatted(framework));
  }

  private void awaitDisconnected() {
    Awaitility.await()
        .atMost(RecordedScheduler.PATIENCE)
        .until(
            () ->
                Http.ask(address, "GET", "/frameworks", NOTHING, new byte[0])
                    .text()
                    .contains("\"connected\":false"));
  }

  private void reconnect(String framework) throws IOException, InterruptedException {
    try (RecordedScheduler third =
        RecordedScheduler.subscribe(
            address,
            transcript,
            "A_reconnect",
            Calls.info("oracle-A", "'r1'", framework),
            framework)) {
      third.id();
      String offer = third.offer(Share.WHOLE);
      int from = third.now();
      third.call(
          "ACCEPT",
          "ACCEPT_LAUNCH_before_teardown",
          Calls.launch(offer, 0, calls.task("t-torn", 0.1, "sleep 1000")));
      third.acknowledge(from, "t-torn", "TASK_STARTING", "ACKNOWLEDGE");
      third.acknowledge(from, "t-torn", "TASK_RUNNING", "ACKNOWLEDGE");
      third.call("TEARDOWN", "TEARDOWN");
      third.stream().end(RecordedScheduler.PATIENCE);
      third.call("REVIVE", "REVIVE_after_teardown");
      transcript.streamed("A_reconnect", third.stream().events());
    }
  }

  private void resubscribeAfterTeardown(String framework) throws IOException, InterruptedException {
    String name = "A_resubscribe_after_teardown";
    String info =
        "{'user':'root','name':'oracle-A','roles':['r1'],"
            + "'capabilities':[{'type':'MULTI_ROLE'}],'id':{'value':'%s'}}".formatted(framework);
    try (RecordedScheduler gone =
        RecordedScheduler.subscribe(address, transcript, name, info, framework)) {
      gone.stream().end(RecordedScheduler.PATIENCE);
      transcript.streamed(name, gone.stream().events());
    }
  }

  /** A command that ends well as soon as a flag is raised. */
  private String untilRaised(String flag) {
    return "until [ -e %s ]; do sleep 0.05; done".formatted(flags.resolve(flag));
  }

  private void raise(String flag) throws IOException {
    Files.createFile(flags.resolve(flag));
  }
}

package io.proffer.conformance;

/**
 * The bodies of the calls that were recorded, in JSON with single quotes; see {@link
 * RecordedScheduler#json}.
 */
final class Calls {

  private static final String CAPABLE =
      "'capabilities':[{'type':'MULTI_ROLE'},{'type':'PARTITION_AWARE'},"
          + "{'type':'RESERVATION_REFINEMENT'}],'checkpoint':true,'failover_timeout':30.0,"
          + "'principal':'p1'";

  /** Of the framework as it subscribes first. */
  static final String FIRST =
      "{'user':'root','name':'oracle-A','roles':['r1'],'capabilities':[{'type':'MULTI_ROLE'},"
          + "{'type':'TASK_KILLING_STATE'},{'type':'PARTITION_AWARE'},"
          + "{'type':'RESERVATION_REFINEMENT'}],'checkpoint':true,'failover_timeout':30.0,"
          + "'labels':{'labels':[{'key':'k','value':'v'}]},'webui_url':'http://example/',"
          + "'principal':'p1','hostname':'h1'}";

  private final String agent;

  /**
   * @param agent the id of the agent that tasks are launched on
   */
  Calls(String agent) {
    this.agent = agent;
  }

  static String info(String name, String roles, String framework) {
    return "{'user':'root','name':'%s','roles':[%s],%s,'id':{'value':'%s'}}"
        .formatted(name, roles, CAPABLE, framework);
  }

  String task(String id) {
    return task(id, 0.1);
  }

  String task(String id, double cpus) {
    return task(id, cpus, "true");
  }

  String task(String id, double cpus, String command) {
    return ("{'name':'%s','task_id':{'value':'%s'},'agent_id':{'value':'%s'},'resources':[%s,%s],"
            + "'command':{'value':'%s','shell':true}}")
        .formatted(id, id, agent, scalar("cpus", cpus), scalar("mem", 32), command);
  }

  static String scalar(String name, double value) {
    return "{'name':'%s','type':'SCALAR','scalar':{'value':%s}}".formatted(name, value);
  }

  static String decline(String offer, double refuseSeconds) {
    return "{'offer_ids':[{'value':'%s'}],'filters':{'refuse_seconds':%s}}"
        .formatted(offer, refuseSeconds);
  }

  static String launch(String offer, double refuseSeconds, String tasks) {
    return accept(
        offer, refuseSeconds, "{'type':'LAUNCH','launch':{'task_infos':[%s]}}".formatted(tasks));
  }

  static String accept(String offer, double refuseSeconds, String operations) {
    return "{'offer_ids':[{'value':'%s'}],'operations':[%s],'filters':{'refuse_seconds':%s}}"
        .formatted(offer, operations, refuseSeconds);
  }
}

package io.proffer.simulator;

/** What must hold; the words are what a failing run is told with. */
enum Invariant {
  AGENTS_ARE_NOT_OVERCOMMITTED("what is used and offered of an agent is no more than it has"),
  BOOKS_ADD_UP("an agent's sums are those of its tasks, executors and offers"),
  MACHINES_ARE_NOT_OVERCOMMITTED("what runs on a machine fits it"),
  OFFERS_ARE_USED_ONCE("an offer is used or ends once, by the framework it was made to"),
  AGENTS_OUT_OF_SERVICE_ARE_LEFT_ALONE(
      "nothing is offered of, or launched on, an agent that is drained or deactivated"),
  QUOTAS_ARE_KEPT("no offer takes a role beyond its limit, or others what they are guaranteed"),
  TASKS_RUN_ONCE("a task runs at most once at a time, and never again once it has ended"),
  ENDS_ARE_FINAL("nobody hears of life in a task it knows to have ended"),
  UPDATES_ARE_SEEN_ONCE("a scheduler sees an update at most once in one life of it"),
  UPDATES_KEEP_THEIR_ORDER("a scheduler sees no update of a task after a newer one"),
  UPDATES_ARE_TRUE("a scheduler sees only updates that an agent has recorded"),
  ACKNOWLEDGED_UPDATES_WERE_SEEN("no update is acknowledged that no scheduler has seen"),
  TOLD_ENDS_ARE_KEPT("the end of a task is told only when a loss of power cannot undo it"),
  EVENTS_MAKE_THE_MASTER("a standby that applied all events equals the leader"),
  RECORDS_MAKE_THE_NEXT_MASTER(
      "what the registry keeps gives back what outlives a master of what it knows"),
  CHECKPOINTS_MAKE_THE_AGENT("an agent's checkpoint gives back what the agent knows"),
  KERNELS_DO_NOT_THROW("a kernel decides about everything that can happen"),
  INSTANCES_ARE_LAUNCHED_ONCE("no two instances of an app have one id"),
  INDICES_ARE_TAKEN_ONCE("no two instances of an app have one index"),
  NEVER_TOO_MANY_INSTANCES("an app never has more instances than it may by the framework's doing"),
  NEVER_BELOW_THE_HEALTH_CAPACITY(
      "the framework never ends an instance that is needed to keep the app up"),
  STORED_BEFORE_DONE("what is done to the cluster was stored before"),
  STORE_GIVES_BACK("what is stored gives back what the framework knows"),
  DEPLOYMENTS_END("once nothing breaks any more, every deployment ends"),
  APPS_ARE_AS_WANTED("once nothing breaks any more, what is wanted runs, and nothing else"),
  WHAT_IS_DUE_IS_RUN_ONCE("what was due has exactly one run, or a miss whose reason holds"),
  NO_RUN_IS_LOST("the end of every run that somebody was told of is known"),
  NO_RUN_IS_RUN_TWICE(
      "no run, and no index of one, runs twice, but where its agent was out of sight and it may"),
  ROOM_IS_MADE_FOR_WHO_WAITS(
      "a task is ended for another user's run of its pool that waits, and may be run again"),
  GANGS_BEGIN_TOGETHER("a gang begins with as many tasks as it needs, or not at all"),
  ONE_GANG_OF_A_POOL_GATHERS_ROOM(
      "of each pool one gang at a time gathers room, which waits for it"),
  RUNS_TAKE_TURNS("a run that waits for its turn waits for it"),
  SUCCESSES_ARE_TRUE("what is said to have ended well has"),
  RUNS_END("once nothing breaks any more, every run and every workflow ends"),
  WORK_GETS_DONE("once nothing breaks any more, all work gets done and is known to be"),
  UPDATES_ARRIVE("every update is told again until its scheduler has acknowledged it"),
  NOTHING_STAYS_ALLOCATED("what is over holds no resources, and is forgotten"),
  NOTHING_STAYS_RESERVED("what is given back is free again, on the agent and in the books"),
  OPERATIONS_ARE_ANSWERED("a framework learns what became of every operation that has an id"),
  VOLUMES_STAY("a volume that a framework was told of stays until somebody asks for its end"),
  DRAINS_END("once nothing breaks any more, every drain ends, and its agent may be offered again"),
  FRAMEWORKS_COME_BACK("once nothing breaks any more, every framework is subscribed"),
  RUNS_COME_TO_AN_END("nothing goes round for ever"),
  RUNS_REPEAT("a seed decides everything that happens");

  private final String words;

  Invariant(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}

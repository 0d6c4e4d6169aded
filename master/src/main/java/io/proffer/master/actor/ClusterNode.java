package io.proffer.master.actor;

import akka.Done;
import akka.actor.Address;
import akka.actor.AddressFromURIString;
import akka.actor.BootstrapSetup;
import akka.actor.CoordinatedShutdown;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.JoinSeedNodes;
import akka.cluster.typed.SingletonActor;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;

/**
 * This master's membership in the cluster of masters, from joining to being out of it. A member
 * that was cut off is shut down and cannot come back: a new one takes its place.
 */
public final class ClusterNode {

  private final String host;
  private final CallerRuns callers;
  private final ActorSystem<Void> system;
  private final Cluster cluster;

  private ClusterNode(String host, CallerRuns callers, ActorSystem<Void> system) {
    this.host = host;
    this.callers = callers;
    this.system = system;
    this.cluster = Cluster.get(system);
  }

  /**
   * Starts a member that has joined nothing yet.
   *
   * @param host where the other members reach it
   * @param callers in whose turns requests come
   */
  public static ClusterNode start(String clusterName, String host, CallerRuns callers) {
    Config config =
        ConfigFactory.parseMap(Map.of("akka.remote.artery.canonical.hostname", host))
            .withFallback(
                ConfigFactory.parseResources(ClusterNode.class, "/io/proffer/master/cluster.conf"))
            .withFallback(ConfigFactory.defaultReference())
            .resolve();
    return new ClusterNode(
        host,
        callers,
        ActorSystem.create(
            Behaviors.empty(),
            clusterName,
            ActorSystemSetup.create(BootstrapSetup.create(config), callers)));
  }

  /** Starts one that takes the place of this, which is out of the cluster. */
  public ClusterNode anew() {
    return start(system.name(), host, callers);
  }

  /** Says what runs on the member that leads; before it joins. */
  public void leadWith(LeaderTerm term) {
    ClusterSingleton.get(system)
        .init(
            SingletonActor.of(term.supervised(), "master")
                .withStopMessage(new MasterActor.StepDown()));
  }

  /** {@code host:port} by which the other members reach it. */
  public String remoting() {
    return remoting(cluster.selfMember().address());
  }

  private static String remoting(Address address) {
    return address.hostPort().substring(address.hostPort().indexOf('@') + 1);
  }

  /**
   * Joins the cluster that the first of these which answers is in. Only the first of all may begin
   * a cluster, when none of the others is in one.
   *
   * @param remotings {@code host:port} of each, this one among them
   */
  public void join(List<String> remotings) {
    List<Address> seeds = remotings.stream().map(this::address).toList();
    cluster.manager().tell(new JoinSeedNodes(seeds));
  }

  private Address address(String remoting) {
    return AddressFromURIString.parse("akka://" + system.name() + "@" + remoting);
  }

  /** Whether it is in a cluster. */
  public boolean isMember() {
    MemberStatus status = cluster.selfMember().status();
    return status.equals(MemberStatus.up()) || status.equals(MemberStatus.weaklyUp());
  }

  /** {@code host:port} of all members of the cluster it is in. */
  public Set<String> members() {
    Set<String> members = new TreeSet<>();
    for (Member member : cluster.state().getMembers()) {
      members.add(remoting(member.address()));
    }
    return members;
  }

  /** Completed when it is out of the cluster and nothing of it runs any more. */
  public CompletionStage<Done> terminated() {
    return system.getWhenTerminated();
  }

  /** Leaves the cluster in good order: another member leads at once. */
  public CompletionStage<Done> leave() {
    return CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.clusterLeavingReason());
  }

  /** Stops without telling anybody, as if the process had been killed. */
  public void abandon() {
    system.terminate();
  }
}

package io.proffer.sdk.testkit.node;

import io.proffer.sdk.testkit.engine.Draws;
import io.proffer.sdk.testkit.engine.Network;
import io.proffer.sdk.testkit.engine.Timeline;
import io.proffer.sdk.testkit.engine.Trace;

/**
 * What all nodes of a cluster share.
 *
 * @param draws of the cluster's own chances; each node forks its own
 * @param witness hears of everything the nodes decide and do
 */
public record World(Timeline timeline, Network network, Trace trace, Draws draws, Witness witness) {

  void note(String node, String what) {
    trace.note(timeline.now(), node, what);
  }
}

package io.proffer.sdk.testkit.node;

import io.proffer.core.protocol.link.AgentLinkCodec;

/** Where a master is knocked at. */
final class Doors {
  static final String AGENT_LINK = AgentLinkCodec.PATH;
  static final String SCHEDULER = "/api/v1/scheduler";

  private Doors() {}
}

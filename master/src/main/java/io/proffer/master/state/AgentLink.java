package io.proffer.master.state;

/**
 * One agent's place on one connection. Agents may share a connection; each has its own channel.
 *
 * @param connection names the connection; never used again after it is lost
 * @param channel tells apart the agents on the connection; 0 for an agent with its own
 */
public record AgentLink(long connection, int channel) {}

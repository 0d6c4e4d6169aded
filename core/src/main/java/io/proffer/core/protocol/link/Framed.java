package io.proffer.core.protocol.link;

/**
 * A link message with the channel it belongs to.
 *
 * @param channel tells apart the agents that share one connection; 0 for an agent with its own
 * @param message the message
 */
public record Framed<T>(int channel, T message) {}

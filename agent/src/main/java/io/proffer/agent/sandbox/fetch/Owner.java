package io.proffer.agent.sandbox.fetch;

/**
 * A user of the agent's machine for whom something is fetched: files are read with its permissions,
 * and what is fetched becomes its own.
 */
public record Owner(String name, int uid, int gid) {}

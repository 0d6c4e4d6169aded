package io.proffer.agent.runtime.process;

import java.nio.file.Path;

/** A user of the agent's machine. */
public record UserAccount(String name, int uid, int gid, Path home) {}

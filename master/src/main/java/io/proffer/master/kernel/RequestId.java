package io.proffer.master.kernel;

/**
 * Names a call that waits for its {@link MasterEffect.Answer}; unique while the master leads.
 *
 * @param value any number the shell has not used before
 */
public record RequestId(long value) {}

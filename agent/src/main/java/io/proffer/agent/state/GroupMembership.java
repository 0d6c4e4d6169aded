package io.proffer.agent.state;

/**
 * The group a task was launched in.
 *
 * @param executor the executor that runs the group
 * @param group number of the group within the executor, from 1
 */
public record GroupMembership(ExecutorKey executor, int group) {}

package io.proffer.master.state;

/**
 * How much of what is over is remembered; the oldest is forgotten first.
 *
 * @param completedFrameworks how many ended frameworks
 * @param completedTasks how many ended tasks of each framework
 * @param unreachableTasks how many unreachable tasks of each framework
 * @param unreachableAgents how many unreachable agents
 */
public record Retention(
    int completedFrameworks, int completedTasks, int unreachableTasks, int unreachableAgents) {}

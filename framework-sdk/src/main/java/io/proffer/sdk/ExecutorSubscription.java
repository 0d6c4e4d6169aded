package io.proffer.sdk;

import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;

/**
 * A subscription the agent has taken.
 *
 * @param executor as the scheduler described it, with {@code data} meant for it
 * @param framework whose executor this is
 * @param agent on whose machine it runs
 */
public record ExecutorSubscription(
    ExecutorInfo executor, FrameworkInfo framework, AgentInfo agent) {}

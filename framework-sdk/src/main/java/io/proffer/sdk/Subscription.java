package io.proffer.sdk;

import io.proffer.core.model.FrameworkId;
import org.apache.mesos.v1.Protos.MasterInfo;

/**
 * A subscription the master has taken.
 *
 * @param framework the framework's id
 * @param again whether the framework had this id before: it may have tasks
 * @param master who leads; empty fields where the master says nothing
 */
public record Subscription(FrameworkId framework, boolean again, MasterInfo master) {}

package io.proffer.service.model;

import java.util.Map;
import java.util.Optional;

/**
 * A port of an instance, whichever way it was written.
 *
 * @param hostPort the port of the machine, 0 for any; empty for none
 * @param containerPort the port of the container, 0 for the machine's number; empty where there is
 *     no container with a network of its own
 * @param asked the number that names it in {@code PORT_<number>}; 0 for none
 * @param servicePort 0 until one is assigned
 */
public record PortSpec(
    Optional<Integer> hostPort,
    Optional<Integer> containerPort,
    int asked,
    int servicePort,
    String protocol,
    Optional<String> name,
    Map<String, String> labels) {}

package io.proffer.service.model;

import java.time.Duration;

/** Something an agent finds out about a pod's container now and then; nothing follows from it. */
public record PodCheck(PodHealth.Look look, Duration interval, Duration timeout, Duration delay) {}

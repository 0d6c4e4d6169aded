package io.proffer.service.kernel;

import io.proffer.service.model.PathId;
import java.time.Duration;
import java.time.Instant;

/**
 * How long an app waits before more of it is launched.
 *
 * @param config the configuration whose instances have failed: another one does not wait
 * @param span how long it waits this time; the next wait is longer
 */
public record LaunchDelay(PathId app, Instant config, Duration span, Instant until) {}

package io.proffer.service.kernel;

import io.proffer.service.model.App;
import java.time.Instant;

/**
 * Instances that are to be launched.
 *
 * @param app the version they are launched from
 * @param since when the app began to want any
 */
public record Wanted(App app, int count, Instant since) {}

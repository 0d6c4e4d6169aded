package io.proffer.service.kernel;

import java.util.Optional;

/**
 * What an instance said when it was asked whether it is ready.
 *
 * @param last its last answer, where the app wants that kept
 */
public record ReadinessResult(
    String name, String taskId, boolean ready, Optional<Poll.Answered> last) {}

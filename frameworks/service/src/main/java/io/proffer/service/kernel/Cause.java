package io.proffer.service.kernel;

import java.util.Optional;

/**
 * One reason why an app is not as it is wanted.
 *
 * @param kind a word for programs: a reason of {@link
 *     io.proffer.service.matching.Rejection.Reason}, or one of this framework's own
 * @param words what is the matter
 * @param help what somebody could do about it
 * @param count how many agents or instances it holds for
 * @param of how many there are of these
 * @param example an agent or instance that it holds for
 */
public record Cause(
    String kind,
    String words,
    String help,
    int count,
    int of,
    Optional<QueueEntry.Example> example) {}

/**
 * The driver's deterministic heart: one input in, effects out. No IO, no threads, no clock, no
 * randomness but a seed. Nothing here is part of the SDK's promise.
 */
@NullMarked
package io.proffer.sdk.internal;

import org.jspecify.annotations.NullMarked;

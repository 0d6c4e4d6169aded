/**
 * The SDK for frameworks: write a {@link io.proffer.sdk.Scheduler}, run it with {@link
 * io.proffer.sdk.Proffer}.
 */
@NullMarked
package io.proffer.sdk;

import org.jspecify.annotations.NullMarked;

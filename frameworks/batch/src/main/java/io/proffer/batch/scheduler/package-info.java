/**
 * The kernel at work: under the SDK's driver, with its store, and for whoever asks from outside.
 */
@NullMarked
package io.proffer.batch.scheduler;

import org.jspecify.annotations.NullMarked;

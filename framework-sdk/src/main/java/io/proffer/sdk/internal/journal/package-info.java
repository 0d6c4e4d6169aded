/**
 * Named values in an append-only journal: one write and one force for each commit, checksums, and
 * cleaning in small steps. Does IO, and knows nothing of what the values mean.
 */
@NullMarked
package io.proffer.sdk.internal.journal;

import org.jspecify.annotations.NullMarked;

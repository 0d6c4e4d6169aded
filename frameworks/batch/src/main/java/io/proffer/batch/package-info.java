/**
 * The batch framework: runs jobs to their end, now or when they are due, and its parts put
 * together.
 */
@NullMarked
package io.proffer.batch;

import org.jspecify.annotations.NullMarked;

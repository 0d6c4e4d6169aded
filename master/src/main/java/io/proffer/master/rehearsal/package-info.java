/**
 * Pretended clients that make a master that has just started as quick as one that runs for long.
 */
@NullMarked
package io.proffer.master.rehearsal;

import org.jspecify.annotations.NullMarked;

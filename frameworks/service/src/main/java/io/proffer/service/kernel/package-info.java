/**
 * Decides: what is wanted, what is observed and what is offered go in, what to do about it comes
 * out, with reasons. No IO, no clock, no threads, no chance of its own.
 */
@NullMarked
package io.proffer.service.kernel;

import org.jspecify.annotations.NullMarked;

/** Jobs, what they run and when, as values. */
@NullMarked
package io.proffer.batch.model;

import org.jspecify.annotations.NullMarked;

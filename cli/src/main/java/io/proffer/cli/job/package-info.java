/** Jobs and their runs for people: a client of the batch framework, and what it shows. */
@NullMarked
package io.proffer.cli.job;

import org.jspecify.annotations.NullMarked;

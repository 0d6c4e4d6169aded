/** How lists are shown: as a table for people or as JSON for programs, from the same columns. */
@NullMarked
package io.proffer.cli.output;

import org.jspecify.annotations.NullMarked;

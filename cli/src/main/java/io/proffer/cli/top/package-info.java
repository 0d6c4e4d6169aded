/** The cluster on a whole terminal, as the master tells of it. */
@NullMarked
package io.proffer.cli.top;

import org.jspecify.annotations.NullMarked;

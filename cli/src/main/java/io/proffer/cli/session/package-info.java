/** Commands that run inside tasks while somebody sits at this end: input, output and terminal. */
@NullMarked
package io.proffer.cli.session;

import org.jspecify.annotations.NullMarked;

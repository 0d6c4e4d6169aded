/** Where the log goes: everything to a file, what concerns the user to standard error. */
@NullMarked
package io.proffer.cli.logging;

import org.jspecify.annotations.NullMarked;

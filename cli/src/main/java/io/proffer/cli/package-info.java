/** The {@code proffer} command: its entry point, exit codes and the way it talks to its user. */
@NullMarked
package io.proffer.cli;

import org.jspecify.annotations.NullMarked;

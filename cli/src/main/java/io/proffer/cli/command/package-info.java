/** One class for each word one can say after {@code proffer}; they parse, delegate and print. */
@NullMarked
package io.proffer.cli.command;

import org.jspecify.annotations.NullMarked;

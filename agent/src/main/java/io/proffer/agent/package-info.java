/** Starting an agent: its options, and what makes it one. */
@NullMarked
package io.proffer.agent;

import org.jspecify.annotations.NullMarked;

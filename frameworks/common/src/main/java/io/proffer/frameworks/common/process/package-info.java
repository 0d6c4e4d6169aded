/** A framework's process: its port, its state, and the term in which it leads. */
@NullMarked
package io.proffer.frameworks.common.process;

import org.jspecify.annotations.NullMarked;

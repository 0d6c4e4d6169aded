/** The directories of persistent volumes: where they are, how they come and how they go. */
@NullMarked
package io.proffer.agent.volume;

import org.jspecify.annotations.NullMarked;

/** The file in which the agent keeps what must outlive its process. */
@NullMarked
package io.proffer.agent.checkpoint;

import org.jspecify.annotations.NullMarked;

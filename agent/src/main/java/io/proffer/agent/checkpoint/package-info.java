/** What the agent keeps on the disk because it must outlive its process. */
@NullMarked
package io.proffer.agent.checkpoint;

import org.jspecify.annotations.NullMarked;

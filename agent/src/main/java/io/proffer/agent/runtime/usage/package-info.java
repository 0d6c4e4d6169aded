/** What containers use: read from the kernel, whatever started them, and held against quotas. */
@NullMarked
package io.proffer.agent.runtime.usage;

import org.jspecify.annotations.NullMarked;

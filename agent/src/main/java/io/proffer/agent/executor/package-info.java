/** Custom executors: how they prove who they are. */
@NullMarked
package io.proffer.agent.executor;

import org.jspecify.annotations.NullMarked;

/** Commands that people and tools run inside the containers of tasks, and talk with. */
@NullMarked
package io.proffer.agent.session;

import org.jspecify.annotations.NullMarked;

/** Tests of log rotation. */
@NullMarked
package io.proffer.agent.sandbox.logs;

import org.jspecify.annotations.NullMarked;

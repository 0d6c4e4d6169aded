/** Secrets of tasks, which messages name until the moment of the launch. */
@NullMarked
package io.proffer.frameworks.common.secret;

import org.jspecify.annotations.NullMarked;

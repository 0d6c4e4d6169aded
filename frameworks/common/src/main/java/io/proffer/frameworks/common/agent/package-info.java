/** What frameworks ask agents themselves. */
@NullMarked
package io.proffer.frameworks.common.agent;

import org.jspecify.annotations.NullMarked;

/** Calls those who asked to be told what happens. */
@NullMarked
package io.proffer.frameworks.common.webhook;

import org.jspecify.annotations.NullMarked;

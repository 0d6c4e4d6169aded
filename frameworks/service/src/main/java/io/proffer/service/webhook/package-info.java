/** Calls those who asked to be told what happens. */
@NullMarked
package io.proffer.service.webhook;

import org.jspecify.annotations.NullMarked;

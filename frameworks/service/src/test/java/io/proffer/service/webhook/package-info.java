/** Tests. */
@NullMarked
package io.proffer.service.webhook;

import org.jspecify.annotations.NullMarked;

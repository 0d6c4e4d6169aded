/** Tests. */
@NullMarked
package io.proffer.frameworks.common.webhook;

import org.jspecify.annotations.NullMarked;

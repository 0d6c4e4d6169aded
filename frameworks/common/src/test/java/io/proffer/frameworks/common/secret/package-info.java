/** Tests. */
@NullMarked
package io.proffer.frameworks.common.secret;

import org.jspecify.annotations.NullMarked;

/** Tests. */
@NullMarked
package io.proffer.service.deployment;

import org.jspecify.annotations.NullMarked;

/** Tests. */
@NullMarked
package io.proffer.service.store;

import org.jspecify.annotations.NullMarked;

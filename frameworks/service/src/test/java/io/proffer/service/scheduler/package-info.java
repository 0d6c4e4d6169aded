/** Tests. */
@NullMarked
package io.proffer.service.scheduler;

import org.jspecify.annotations.NullMarked;

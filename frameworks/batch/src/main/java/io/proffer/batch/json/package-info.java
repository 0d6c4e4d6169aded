/** Jobs and schedules as JSON, read with a path for each mistake. */
@NullMarked
package io.proffer.batch.json;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.proffer.batch.scheduler;

import org.jspecify.annotations.NullMarked;

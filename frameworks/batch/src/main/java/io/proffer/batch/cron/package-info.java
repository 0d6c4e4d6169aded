/** When a schedule is due: cron expressions, in time zones whose clocks are changed. */
@NullMarked
package io.proffer.batch.cron;

import org.jspecify.annotations.NullMarked;

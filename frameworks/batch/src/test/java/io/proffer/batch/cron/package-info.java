@NullMarked
package io.proffer.batch.cron;

import org.jspecify.annotations.NullMarked;

/** Metronome's REST API: routes, and jobs and runs as its clients read them. */
@NullMarked
package io.proffer.batch.http;

import org.jspecify.annotations.NullMarked;

/** Measures what apps are scaled by: from agents, from Prometheus, and from anything with a GET. */
@NullMarked
package io.proffer.service.measure;

import org.jspecify.annotations.NullMarked;

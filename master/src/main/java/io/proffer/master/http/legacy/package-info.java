/**
 * The bodies of the legacy endpoints: Mesos' own JSON of before the v1 API, with numbers as floats.
 */
@NullMarked
package io.proffer.master.http.legacy;

import org.jspecify.annotations.NullMarked;

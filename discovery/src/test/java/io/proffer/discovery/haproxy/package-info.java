/** Tests of the package. */
@NullMarked
package io.proffer.discovery.haproxy;

import org.jspecify.annotations.NullMarked;
